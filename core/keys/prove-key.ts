import { secondsAfter } from '../clock.ts'
import { isDaypassError } from '../errors.ts'
import type { Course, Step } from './course.ts'
import { type KeptUser, type KeyRing, type Phase, ringBefore } from './key-ring.ts'
import type { PlainKey, StoredKeys } from './ports.ts'

/**
 * Tries the new key, and takes it into use once AWS accepts it. One that AWS does not accept, or that was made by a
 * process which died and cannot be opened here, is deleted: the key before stays in use.
 */
export async function proveKey<K extends KeptUser>(
  course: Course<K>,
  { kept, version }: StoredKeys<K>,
  ring: Phase<'proving'>,
): Promise<Step<K>> {
  const { ports, options } = course
  const { current, candidate, attempt } = ring
  const keys = await ports.keysOf(kept)
  const withdraw = async (): Promise<Step<K>> => {
    await keys.remove(candidate.accessKeyId, options)
    course.deleted.push(candidate.accessKeyId)
    return await ports.store.write({ ...kept, ring: ringBefore(ring) }, { version })
  }
  const plain = await plainOf(course, ring)
  if (plain === undefined) return await withdraw()
  try {
    await keys.prove(plain, options)
  } catch (error) {
    if (isDaypassError(error, 'key-not-accepted')) await withdraw()
    throw error
  }
  const grace = options.graceSeconds ?? kept.graceSeconds
  const until = secondsAfter(ports.clock.now(), current === undefined ? 0 : grace)
  const next: KeyRing = { phase: 'retiring', current: candidate, attempt, old: current, until }
  const written = await ports.store.write({ ...kept, ring: next }, { version })
  if (written === 'conflict') return written
  course.made = candidate.accessKeyId
  course.wanted = false
  return written
}

async function plainOf<K extends KeptUser>(
  { plain, ports: { seal, store } }: Course<K>,
  { candidate }: Phase<'proving'>,
): Promise<PlainKey | undefined> {
  if (plain?.accessKeyId === candidate.accessKeyId) return plain
  if (!seal.canOpen) return undefined
  try {
    return await seal.open(store.place, candidate)
  } catch (error) {
    if (isDaypassError(error, 'state-denied')) return undefined
    throw error
  }
}
