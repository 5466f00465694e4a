import { type DaypassError, ignoreOperational, isDaypassError } from '../errors.ts'
import type { Course, Step } from './course.ts'
import { type KeptUser, type KeyRing, type Phase, ringBefore } from './key-ring.ts'
import type { PlainKey, Stored, UserKeys } from './ports.ts'
import { removeStrays } from './stray-keys.ts'

/** Has AWS make a key and records it, not in use yet. If it cannot be recorded it is deleted. */
export async function makeKey<K extends KeptUser>(
  course: Course<K>,
  stored: Stored<K>,
  ring: Phase<'creating'>,
): Promise<Step<K>> {
  const { ports } = course
  const keys = await ports.keysOf(stored.kept)
  if (ports.clock.now() >= ring.attempt.createsUntil) {
    // A key that comes now could not be told from somebody else's.
    course.holds = false
    return stored
  }
  const made = await createOrGiveUp(course, stored, keys)
  try {
    const written = await record(course, stored, ring, made)
    if (written === 'conflict') await discard(keys, made)
    else course.plain = made
    return written
  } catch (error) {
    // Whether it was recorded is unknown: then it must stay, and whoever goes on finds out.
    if (!isDaypassError(error, 'outcome-unknown')) await discard(keys, made)
    throw error
  }
}

/**
 * Deletes what a process had AWS make that was not heard of again, and takes the record back to where it was before
 * it. A rotation then begins anew.
 */
export async function dropAttempt<K extends KeptUser>(
  course: Course<K>,
  stored: Stored<K>,
  ring: Phase<'creating'>,
): Promise<Step<K>> {
  const { ports, options } = course
  const { kept, version } = stored
  const keys = await ports.keysOf(kept)
  const strays = await removeStrays(ports, keys, stored, ring.attempt, options)
  if (strays === 'conflict') return strays
  course.deleted.push(...strays)
  course.wanted = true
  return await ports.store.write({ ...kept, ring: ringBefore(ring) }, { version })
}

async function record<K extends KeptUser>(
  { ports }: Course<K>,
  { kept, version }: Stored<K>,
  { current, attempt }: Phase<'creating'>,
  made: PlainKey,
): Promise<Stored<K> | 'conflict'> {
  const { store, seal, clock } = ports
  const since = clock.now()
  const { accessKeyId } = made
  const candidate = { accessKeyId, ...(await seal.seal(store.place, made)), since }
  const ring: KeyRing = { phase: 'proving', current, attempt, candidate }
  return await store.write({ ...kept, ring }, { version })
}

/** When AWS surely made nothing, the record goes back to where it was: nobody has to wait for this process. */
async function createOrGiveUp<K extends KeptUser>(
  { ports, options }: Course<K>,
  { kept, version }: Stored<K>,
  keys: UserKeys,
): Promise<PlainKey> {
  const { ring } = kept
  try {
    return await keys.create(options)
  } catch (error) {
    if (!isDaypassError(error) || mayHaveMade(error) || ring.phase !== 'creating') throw error
    const before = { ...kept, ring: ringBefore(ring) }
    await ports.store.write(before, { version }).catch(ignoreOperational)
    throw error
  }
}

function mayHaveMade({ code }: DaypassError): boolean {
  return code === 'outcome-unknown' || code === 'cancelled'
}

/** If this fails too, whoever goes on finds the key by the attempt. */
async function discard(keys: UserKeys, { accessKeyId }: PlainKey): Promise<void> {
  await keys.remove(accessKeyId, {}).catch(ignoreOperational)
}
