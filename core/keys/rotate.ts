import { DaypassError } from '../errors.ts'
import { beginRotation } from './begin-rotation.ts'
import type { Course, RotateOptions, Step } from './course.ts'
import {
  type Attempt,
  ROTATING_SECONDS,
  currentKey,
  isRotationDue,
  isUnderWay,
  type KeptUser,
} from './key-ring.ts'
import { dropAttempt, makeKey } from './make-key.ts'
import type { RotationPorts, Stored } from './ports.ts'
import { proveKey } from './prove-key.ts'
import { retireKey } from './retire-key.ts'
import { secondsAfter } from '../clock.ts'

/** What a rotation did, of whatever was to be done. */
export interface Rotation {
  /** The key in use now; absent before the first one. */
  readonly current: string | undefined
  /** Taken into use by this call. */
  readonly made: string | undefined
  /** Deleted by this call: what was replaced, and what rotations that broke off had left. */
  readonly deleted: readonly string[]
  /** The key that was replaced works until then. */
  readonly oldUntil: Date | undefined
  /** Another process is rotating; after that time anybody may go on for it. */
  readonly leftUntil: Date | undefined
}

const STEPS_MAX = 30

/**
 * Replaces the key of a user, or goes on with a rotation that broke off. The new key is recorded before it is tried,
 * is used once AWS accepts it, and the old one goes after that. Safe to repeat and to run many times at once.
 *
 * Death at any point leaves a working key on record. A key that AWS made for a process which died is not; the next
 * rotation or sweep knows it by the attempt, and deletes it.
 *
 * @throws `aws-limit-exceeded` when a key that is not on record takes the place of the new one; `request-invalid`
 * when the key before is still in its grace, or nothing can be sealed; `key-not-accepted`; `lease-conflict` when the
 * record changes all the time; and what AWS and the store throw.
 */
export async function rotate<K extends KeptUser>(
  ports: RotationPorts<K>,
  options: RotateOptions = {},
): Promise<Rotation> {
  const course: Course<K> = {
    ports,
    options,
    wanted: options.force ?? false,
    holds: false,
    plain: undefined,
    made: undefined,
    deleted: [],
  }
  let stored = await read(ports)
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    const step = await take(course, stored)
    if (step === 'done') return told(course, stored, undefined)
    if (step === 'conflict') {
      course.holds = false
      stored = await read(ports)
    } else if ('leftUntil' in step) {
      return told(course, stored, step.leftUntil)
    } else {
      stored = step
    }
  }
  throw new DaypassError('lease-conflict', `${ports.store.place} changes all the time`, {
    hint: 'other processes rotate the same key: try again in a minute',
  })
}

async function take<K extends KeptUser>(course: Course<K>, stored: Stored<K>): Promise<Step<K>> {
  const { kept } = stored
  const { ring } = kept
  const now = course.ports.clock.now()
  switch (ring.phase) {
    case 'empty':
      return await beginRotation(course, stored)
    case 'steady':
      return course.wanted || isRotationDue(kept, now)
        ? await beginRotation(course, stored)
        : 'done'
    case 'creating':
      return course.holds
        ? await makeKey(course, stored, ring)
        : await takeOver(course, stored, ring.attempt, (claimed) =>
            dropAttempt(course, claimed, ring),
          )
    case 'proving':
      return course.holds
        ? await proveKey(course, stored, ring)
        : await takeOver(course, stored, ring.attempt, (claimed) => {
            course.holds = true
            return Promise.resolve(claimed)
          })
    case 'retiring':
      return await retireKey(course, stored, ring)
    case 'removing':
      throw new DaypassError('request-invalid', `${ring.phase}: ${course.ports.store.place}`, {
        hint: 'it was given up; the sweep deletes what is left of it',
      })
  }
}

/** Claims the rotation of a process that has not been heard of, whose late writes then meet another version. */
async function takeOver<K extends KeptUser>(
  course: Course<K>,
  { kept, version }: Stored<K>,
  attempt: Attempt,
  next: (claimed: Stored<K>) => Promise<Step<K>>,
): Promise<Step<K>> {
  const { clock, store } = course.ports
  const now = clock.now()
  if (isUnderWay(attempt, now)) return { leftUntil: attempt.until }
  const ours = { ...attempt, until: secondsAfter(now, ROTATING_SECONDS) }
  const written = await store.write({ ...kept, ring: { ...kept.ring, attempt: ours } }, { version })
  return written === 'conflict' ? written : await next(written)
}

async function read<K extends KeptUser>({ store }: RotationPorts<K>): Promise<Stored<K>> {
  const stored = await store.read()
  if (stored !== undefined) return stored
  throw new DaypassError('request-invalid', `there is nothing to rotate at ${store.place}`)
}

function told<K extends KeptUser>(
  { made, deleted }: Course<K>,
  { kept: { ring } }: Stored<K>,
  leftUntil: Date | undefined,
): Rotation {
  return {
    current: currentKey(ring)?.accessKeyId,
    made,
    deleted,
    oldUntil: ring.phase === 'retiring' && ring.old !== undefined ? ring.until : undefined,
    leftUntil,
  }
}
