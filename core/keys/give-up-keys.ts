import { timestamp } from '../clock.ts'
import { DaypassError } from '../errors.ts'
import type { CallOptions } from '../call-options.ts'
import {
  type Attempt,
  isUnderWay,
  type KeptUser,
  type KeyRing,
  knownKeyIds,
  type Phase,
} from './key-ring.ts'
import type { RotationPorts, Stored } from './ports.ts'
import { removeStrays } from './stray-keys.ts'

const TRIES_MAX = 5

/**
 * Deletes all keys on record from AWS, and then the record. The user stays. Death midway leaves a record that says
 * so; the sweep goes on.
 *
 * @returns ids of the deleted keys; undefined when nothing is on record.
 */
export async function giveUpKeys<K extends KeptUser>(
  ports: RotationPorts<K>,
  options: CallOptions = {},
): Promise<readonly string[] | undefined> {
  const { store } = ports
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const stored = await store.read()
    if (stored === undefined) return undefined
    const marked = await mark(ports, stored)
    if (marked === 'conflict') continue
    const { ring } = marked
    refuseUnderWay(store.place, ring, ports.clock.now())
    const keys = await ports.keysOf(marked.stored.kept)
    const { attempt } = ring
    const strays =
      attempt === undefined ? [] : await removeStrays(ports, keys, marked.stored, attempt, options)
    if (strays === 'conflict') continue
    for (const id of ring.accessKeyIds) await keys.remove(id, options)
    await store.remove()
    return [...ring.accessKeyIds, ...strays]
  }
  throw new DaypassError('lease-conflict', `${store.place} changes all the time`, {
    hint: 'another process rotates its key: try again in a minute',
  })
}

/** Whoever is rotating may still get a key from AWS, and deletes it when it sees the mark. */
function refuseUnderWay(place: string, { attempt }: Phase<'removing'>, now: Date): void {
  if (attempt === undefined || !isUnderWay(attempt, now)) return
  const until = timestamp(attempt.until)
  throw new DaypassError('lease-conflict', `another process is rotating the key of ${place}`, {
    hint: `it is marked as given up: the sweep deletes it after ${until}, or do it again then`,
  })
}

/** From here on nobody rotates any more: their writes name an older version. */
async function mark<K extends KeptUser>(
  { store }: RotationPorts<K>,
  stored: Stored<K>,
): Promise<{ readonly stored: Stored<K>; readonly ring: Phase<'removing'> } | 'conflict'> {
  const { kept, version } = stored
  if (kept.ring.phase === 'removing') return { stored, ring: kept.ring }
  const ring = removing(kept.ring)
  const written = await store.write({ ...kept, ring }, { version })
  return written === 'conflict' ? written : { stored: written, ring }
}

function removing(ring: KeyRing): Phase<'removing'> {
  return {
    phase: 'removing',
    accessKeyIds: knownKeyIds(ring),
    attempt: attemptOf(ring),
  }
}

/** Only a process that is asking AWS for a key may still get one that is not on record. */
function attemptOf(ring: KeyRing): Attempt | undefined {
  if (ring.phase === 'creating') return ring.attempt
  if (ring.phase !== 'proving' && ring.phase !== 'retiring') return undefined
  return { ...ring.attempt, until: ring.attempt.begunAt }
}
