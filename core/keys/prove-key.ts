import { secondsAfter } from '../clock.ts'
import { isDaypassError } from '../errors.ts'
import type { Course, Step } from './course.ts'
import type { KeptKey, KeptUser, KeyRing, Phase } from './key-ring.ts'
import type { PlainKey, Stored } from './ports.ts'
import { retireKey } from './retire-key.ts'
import { hasChanged } from './stray-keys.ts'

/**
 * Tries the new key, and takes it into use once AWS accepts it. One that AWS does not accept, or that was made by a
 * process which died and cannot be opened here, is deleted: the key before stays in use.
 */
export async function proveKey<K extends KeptUser>(
  course: Course<K>,
  stored: Stored<K>,
  ring: Phase<'proving'>,
): Promise<Step<K>> {
  const { ports, options } = course
  const { kept, version } = stored
  const { current, candidate, attempt } = ring
  const keys = await ports.keysOf(kept)
  const withdraw = async () => await withdrawKey(course, stored, ring)
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

/**
 * The key is off the record as one to be used before it is deleted: whoever went on for this process, and is faster, may
 * be taking it into use.
 */
async function withdrawKey<K extends KeptUser>(
  course: Course<K>,
  { kept, version }: Stored<K>,
  { current, attempt, candidate }: Phase<'proving'>,
): Promise<Step<K>> {
  const { store, clock } = course.ports
  if (current === undefined) return await withdrawFirst(course, { kept, version }, candidate)
  const until = clock.now()
  const ring = { phase: 'retiring' as const, current, attempt, old: candidate, until }
  const written = await store.write({ ...kept, ring }, { version })
  return written === 'conflict' ? written : await retireKey(course, written, ring)
}

/** Without a key in use there is none to keep on record while this one goes. */
async function withdrawFirst<K extends KeptUser>(
  { ports, options, deleted }: Course<K>,
  { kept, version }: Stored<K>,
  { accessKeyId }: KeptKey,
): Promise<Step<K>> {
  if (await hasChanged(ports.store, version)) return 'conflict'
  await (await ports.keysOf(kept)).remove(accessKeyId, options)
  deleted.push(accessKeyId)
  return await ports.store.write({ ...kept, ring: { phase: 'empty' } }, { version })
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
