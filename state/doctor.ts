import { isDaypassError } from '../core/errors.ts'
import type { LeaseId, Random } from '../core/lease/lease-id.ts'
import { FOLDERS, endedKey, liveKey, readDueKey, readLeaseKey } from './documents/keys.ts'
import type { StoreFinding, ObjectStore } from './objects.ts'
import { firstKeys, strayKeys } from './stray-keys.ts'
import { probeStore } from './proof/probe-store.ts'
import { defined } from '../core/language/defined.ts'
import { allOrFirstFailure } from '../core/language/in-parallel.ts'

/** So many keys of a kind are looked at, and no more. */
const KEYS_MAX = 20_000

/**
 * Examines a store for `daypass doctor`: whether it can be read and written, honours conditions, and
 * whether its objects fit together. Writes and removes some objects under `probe/`; changes nothing else
 * and never throws what the store throws.
 */
export async function examineStore(
  objects: ObjectStore,
  random: Random,
): Promise<readonly StoreFinding[]> {
  const tested = await examined('conditional writes', async () => {
    await probeStore(objects, random)
    return { status: 'ok', detail: 'honoured' }
  })
  const kept = await examined('objects', async () => await examineKeys(objects))
  const indexed = await examined('due index', async () => await examineIndex(objects))
  return [tested, kept, indexed, ...((await objects.examine?.()) ?? [])]
}

type Answer = Omit<StoreFinding, 'name'>

async function examined(name: string, examine: () => Promise<Answer>): Promise<StoreFinding> {
  try {
    return { name, ...(await examine()) }
  } catch (error) {
    if (!isDaypassError(error)) throw error
    const { message: detail, hint, reason } = error
    return { name, status: 'failed', detail, ...defined({ cure: hint, reason }) }
  }
}

async function examineKeys(objects: ObjectStore): Promise<Answer> {
  const stray = await strayKeys(objects)
  const [first] = stray
  if (first === undefined) return { status: 'ok', detail: "all in daypass's folders are its own" }
  return {
    status: 'failed',
    detail: `${stray.length} objects are not daypass's, e.g. ${JSON.stringify(first)}`,
    cure: 'move them elsewhere: daypass passes them over',
  }
}

/** Leases first: the entries of a lease are there before it and stay longer. */
async function examineIndex(objects: ObjectStore): Promise<Answer> {
  const live = new Set<LeaseId>()
  for (const key of await firstKeys(objects, FOLDERS.live, KEYS_MAX)) {
    const id = readLeaseKey(FOLDERS.live, key, '.json')
    if (id !== undefined) live.add(id)
  }
  const unindexed = new Set(live)
  const leases = live.size
  const entries = await firstKeys(objects, FOLDERS.due, KEYS_MAX)
  const lonely = new Map<LeaseId, string>()
  for (const key of entries) {
    const entry = readDueKey(key)
    if (entry === undefined) continue
    unindexed.delete(entry.id)
    if (!live.has(entry.id)) lonely.set(entry.id, key)
  }
  if (entries.length >= KEYS_MAX || leases >= KEYS_MAX) {
    return { status: 'unknown', detail: `more than ${KEYS_MAX} objects` }
  }
  return (
    (await judgeVanished(objects, lonely)) ?? (await judgeUnindexed(objects, unindexed, leases))
  )
}

/** What ended a moment ago has its record; what has none, and whose entry speaks of a user, was taken away. */
async function judgeVanished(
  objects: ObjectStore,
  entries: ReadonlyMap<LeaseId, string>,
): Promise<Answer | undefined> {
  for (const [id, key] of entries) {
    const [lease, ended, entry] = await allOrFirstFailure(
      [liveKey(id), endedKey(id), key].map((one) => objects.get(one)),
    )
    if (lease !== undefined || ended !== undefined || (entry?.body ?? '') === '') continue
    return {
      status: 'failed',
      detail: `lease ${id} has vanished, and its user may work until the sweep finds it due`,
      cure: 'revoke it, and find out what removes objects from the state',
    }
  }
  return undefined
}

async function judgeUnindexed(
  objects: ObjectStore,
  unindexed: ReadonlySet<LeaseId>,
  leases: number,
): Promise<Answer> {
  for (const id of unindexed) {
    // It may have ended meanwhile, and its entries with it.
    if ((await objects.get(liveKey(id))) === undefined) continue
    return {
      status: 'failed',
      detail: `lease ${id} is in no due entry: no sweep will end it`,
      cure: 'revoke it',
      reason: { is: 'lease-unindexed', lease: id },
    }
  }
  return { status: 'ok', detail: `${leases} live leases, each with its entry` }
}
