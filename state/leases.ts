import type { Clock } from '../core/clock.ts'
import { DaypassError, ignoreOperational, isDaypassError } from '../core/errors.ts'
import { defined } from '../core/language/defined.ts'
import { allOrFirstFailure } from '../core/language/in-parallel.ts'
import type { LeaseId, Random } from '../core/lease/lease-id.ts'
import type { EndedLease, LiveLease } from '../core/lease/lease.ts'
import type {
  DueEntry,
  LeaseStore,
  RecordedEnd,
  StoredLease,
  UnreadableLease,
} from '../core/lease/lease-store.ts'
import { STUCK_AFTER_ATTEMPTS } from '../core/lease/lease.ts'
import {
  type LeaseEvent,
  eventOfCreate,
  eventOfEnd,
  eventOfReplace,
} from '../core/lease/lease-event.ts'
import type { AuditTrail } from './audit.ts'
import {
  FOLDERS,
  SHARDS,
  STORE_KEY,
  dueFolder,
  dueKey,
  endedKey,
  liveKey,
  readDueKey,
  readLeaseKey,
  stuckKey,
} from './documents/keys.ts'
import { dueText, readDueText } from './documents/due-document.ts'
import { leaseText, readEndedLease, readLiveLease } from './documents/lease-document.ts'
import { newNonce, putWithNonce } from './documents/nonce.ts'
import type { Condition, ObjectStore } from './objects.ts'
import { beginFullSweep } from './full-sweep.ts'
import { countLeases, listLeases } from './list-leases.ts'
import { mergeSorted } from './merge-sorted.ts'
import { readiness } from './proof/readiness.ts'
import { storeMark } from './store-mark.ts'

/**
 * Leases in a store of objects; `state/SCHEMA.md` tells the keys and the order of writes. What a stray
 * object under `due/` or `stuck/` may mean is not guessed: it is left alone, and `doctor` shows it. A
 * document that cannot be understood is `state-invalid`.
 */
export function leaseStore(
  objects: ObjectStore,
  ports: { clock: Clock; random: Random; audit?: AuditTrail },
): LeaseStore {
  const { clock, random, audit } = ports
  const writing: Writing = { objects, clock, random, audit }
  return {
    ...readiness(objects, ports),
    isNew: async () => (await objects.get(STORE_KEY)) === undefined,
    mark: storeMark(objects, random),
    create: async (lease) => await create(writing, lease),
    read: async (id) => await read(objects, id),
    replace: async (before, next, options) => await replace(writing, before, next, options),
    dropDue: async (entries) => {
      await removeKeys(objects, entries.map(dueKey))
    },
    putDue: async (lease) => {
      await putDue(writing, lease)
    },
    readDue: async (entry) => {
      const key = dueKey(entry)
      const found = await objects.get(key)
      return found && readDueText(key, found.body)
    },
    end: async (before, ended, due) => await end(writing, before, ended, due),
    withdraw: async (lease) => {
      const withdrawn: LeaseEvent = { name: 'withdrawn', at: clock.now(), lease }
      await allOrFirstFailure([
        removeKeys(objects, [liveKey(lease.id), ...firstDueKeys(lease)]),
        audit?.write(withdrawn).catch(ignoreOperational),
      ])
    },
    due: (until) => due(objects, until),
    beginFullSweep: async (now) => await beginFullSweep(objects, random, now),
    count: async (role, limit) => await countLeases(objects, role, limit),
    list: (role, pass = raise) => listLeases(objects, role, pass),
    stuck: () => stuck(objects),
    markStuck: async (id) => {
      await objects.put(stuckKey(id), '')
    },
    clearStuck: async (id) => {
      await objects.remove([stuckKey(id)])
    },
  }
}

interface Writing {
  readonly objects: ObjectStore
  readonly clock: Clock
  readonly random: Random
  /** Nothing is written down when absent. */
  readonly audit: AuditTrail | undefined
}

/**
 * Side by side. Death in between may leave a lease that no entry leads to: nobody holds credentials of
 * it, because its maker waits for both, and the daily full sweep finds it.
 */
async function create<L extends LiveLease>(writing: Writing, lease: L): Promise<StoredLease<L>> {
  const [stored] = await allOrFirstFailure([
    writeLease(writing, lease, { absent: true }),
    ...firstDueKeys(lease).map((key) => putDue(writing, lease, key)),
    writing.audit?.write(eventOfCreate(lease, writing.clock.now())),
  ])
  return stored
}

/** Side by side: if the new entry is missing in the end, the earlier one is still there. */
async function replace<L extends LiveLease>(
  writing: Writing,
  before: StoredLease,
  next: L,
  { keepDue = false } = {},
): Promise<StoredLease<L>> {
  const replaced = writeLease(writing, next, { version: before.version })
  const event = eventOfReplace(before.lease, next, writing.clock.now())
  const noted = event === undefined ? undefined : writing.audit?.write(event)
  // Credentials do not leave without their event; what only ends them goes on without.
  const audited = next.status === 'active' ? noted : noted?.catch(ignoreOperational)
  if (keepDue) return (await allOrFirstFailure([replaced, audited]))[0]
  // Even for the time that it was due at before: that entry may be missing, since `keepDue`.
  const put = putDue(writing, next)
  const [lease, entry, trail] = await Promise.allSettled([replaced, put, audited])
  if (lease.status === 'rejected') throw lease.reason
  if (trail.status === 'rejected') throw trail.reason
  if (entry.status === 'rejected') {
    if (!isDaypassError(entry.reason)) throw entry.reason
    const message = `lease ${next.id} was changed, but not its entry in the due index`
    throw new DaypassError('outcome-unknown', message, { cause: entry.reason })
  }
  return lease.value
}

async function putDue(
  { objects, random }: Writing,
  lease: LiveLease,
  key = dueKey(lease),
): Promise<void> {
  await objects.put(key, dueText(lease, newNonce(random)))
}

async function writeLease<L extends LiveLease>(
  { objects, random }: Writing,
  lease: L,
  condition: Condition,
): Promise<StoredLease<L>> {
  const text = leaseText(lease, newNonce(random))
  const written = await putWithNonce(objects, liveKey(lease.id), text, condition)
  if (written === 'conflict') {
    throw new DaypassError('lease-conflict', `another process changed lease ${lease.id}`)
  }
  return { lease, version: written.version }
}

async function read(
  objects: ObjectStore,
  id: LeaseId,
): Promise<StoredLease | EndedLease | undefined> {
  // Live first: the record of the end is written before the live lease goes, so no lease slips through.
  const live = await objects.get(liveKey(id))
  if (live !== undefined) {
    return { lease: readLiveLease(liveKey(id), id, live.body), version: live.version }
  }
  const ended = await objects.get(endedKey(id))
  return ended && readEndedLease(endedKey(id), id, ended.body)
}

async function end(
  { objects, random, audit }: Writing,
  before: LiveLease,
  ended: EndedLease,
  due: readonly DueEntry[],
): Promise<RecordedEnd> {
  const text = leaseText(ended, newNonce(random))
  const written = await putWithNonce(objects, endedKey(ended.id), text, { absent: true })
  // One request; if it breaks off after the entries, the daily full sweep finds the lease.
  const isStuck = before.status === 'revoking' && before.attempts >= STUCK_AFTER_ATTEMPTS
  const past = [...due.map(dueKey), ...(isStuck ? [stuckKey(ended.id)] : [])]
  const isFirst = written !== 'conflict'
  // The ended record stands: taking back fails neither by what is left beside it nor by the trail.
  const [left] = await allOrFirstFailure([
    removeKeys(objects, [liveKey(ended.id), ...past]).then(() => undefined, operational),
    isFirst ? audit?.write(eventOfEnd(ended)).catch(ignoreOperational) : undefined,
  ])
  return { isFirst, ...defined({ left }) }
}

function operational(error: unknown): DaypassError {
  if (isDaypassError(error)) return error
  throw error
}

/** All shards are listed side by side, each no further than the time. */
function due(objects: ObjectStore, until: Date): AsyncIterable<DueEntry> {
  const shards = SHARDS.map((shard) => dueIn(objects, dueFolder(shard), until))
  return mergeSorted(shards, (a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}

async function* dueIn(objects: ObjectStore, folder: string, until: Date): AsyncGenerator<DueEntry> {
  for await (const key of objects.list(folder)) {
    const entry = readDueKey(key)
    if (entry === undefined) continue
    if (entry.dueAt > until) return
    yield entry
  }
}

function raise({ error }: UnreadableLease): never {
  throw error
}

async function* stuck(objects: ObjectStore): AsyncGenerator<LeaseId> {
  for await (const key of objects.list(FOLDERS.stuck)) {
    const id = readLeaseKey(FOLDERS.stuck, key)
    if (id !== undefined) yield id
  }
}

/** Keys of the entries that {@link LeaseStore.create} puts. */
function firstDueKeys({ id, dueAt, expiresAt }: LiveLease): string[] {
  const times = expiresAt > dueAt ? [dueAt, expiresAt] : [dueAt]
  return times.map((time) => dueKey({ id, dueAt: time }))
}

async function removeKeys(objects: ObjectStore, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await objects.remove([...new Set(keys)])
}
