import { serversTime, timestamp } from '../clock.ts'
import { DaypassError } from '../errors.ts'
import type { Course, Step } from './course.ts'
import type { KeptUser, Phase } from './key-ring.ts'
import type { Stored } from './ports.ts'
import { removeStrays } from './stray-keys.ts'

/** Deletes the key that was replaced, once its grace is over, and whatever else the rotation may have left. */
export async function retireKey<K extends KeptUser>(
  course: Course<K>,
  stored: Stored<K>,
  ring: Phase<'retiring'>,
): Promise<Step<K>> {
  const { ports, options } = course
  const { kept, version } = stored
  if (options.graceSeconds !== 0 && !(await isOver(course, kept, ring))) {
    if (course.wanted) throw inGrace(kept, ring)
    return 'done'
  }
  const keys = await ports.keysOf(kept)
  if (ring.old !== undefined) {
    await keys.remove(ring.old.accessKeyId, options)
    course.deleted.push(ring.old.accessKeyId)
  }
  const strays = await removeStrays(ports, keys, stored, ring.attempt, options)
  if (strays === 'conflict') return strays
  course.deleted.push(...strays)
  const { current } = ring
  const written = await ports.store.write(
    { ...kept, ring: { phase: 'steady', current } },
    { version },
  )
  return written
}

/** By the servers' time: AWS is asked for the keys, which every other step does too, where nobody told it yet. */
async function isOver<K extends KeptUser>(
  { ports, options }: Course<K>,
  kept: K,
  { until }: Phase<'retiring'>,
): Promise<boolean> {
  if (until > ports.clock.now()) return false
  if (serversTime(ports.clock) === undefined) await (await ports.keysOf(kept)).list(options)
  const now = serversTime(ports.clock)
  return now !== undefined && until <= now
}

function inGrace({ user }: KeptUser, { old, until }: Phase<'retiring'>): DaypassError {
  const key = old?.accessKeyId ?? ''
  const message = `user ${user.name} has two keys: ${key}, which was replaced, works until ${timestamp(until)}`
  return new DaypassError('request-invalid', message, {
    reason: { is: 'key-in-grace' },
    hint: 'rotate again then',
  })
}
