import { secondsAfter } from './clock.ts'
import { endLease } from './lease/end-lease.ts'
import { DaypassError, ignoreOperational, isDaypassError } from './errors.ts'
import { defined } from './language/defined.ts'
import { inParallel } from './language/in-parallel.ts'
import { learnTime } from './learn-time.ts'
import type { LeaseId } from './lease/lease-id.ts'
import type { EndReason, LiveLease } from './lease/lease.ts'
import type { ReconciledKeys } from './keys/reconcile-keys.ts'
import type { ReconciledTarget } from './revocation/reconcile-denials.ts'
import { type DueEntry, type StoredLease, isLive } from './lease/lease-store.ts'
import type { Ports } from './ports.ts'
import { retryStuck } from './retry-stuck.ts'
import { reconcileRevocations } from './revocation/reconcile-revocations.ts'
import type { CallOptions } from './call-options.ts'

/** One lease that a sweep dealt with. */
export interface SweptLease {
  readonly id: LeaseId
  /** Why it was due. */
  readonly reason: EndReason
  /** Why it could not be removed from the state, though it is over: the next sweep meets it again. */
  readonly left?: DaypassError
}

/** What a sweep did. */
export interface SweepReport {
  /** Ended now, by this sweep. */
  readonly ended: readonly SweptLease[]
  /** Could not be ended; they stay on the list and are tried again later. */
  readonly failed: readonly (SweptLease & { readonly error: DaypassError })[]
  /** Due, but another process was at them or had ended them first. */
  readonly skipped: readonly LeaseId[]
  /** Of those, the ones that were due for longer than any process may keep a lease to itself. */
  readonly overdue: readonly LeaseId[]
  /** All leases whose revocation failed three times or more, due now or not. */
  readonly stuck: readonly LeaseId[]
  /** Roles and users that carry denies of revoked sessions, and what was done there. */
  readonly denials: readonly ReconciledTarget[]
  /** Keys that were due to be rotated, and what came of it. */
  readonly keys: readonly ReconciledKeys[]
}

interface Tally {
  readonly ended: SweptLease[]
  readonly failed: (SweptLease & { error: DaypassError })[]
  readonly skipped: LeaseId[]
  readonly overdue: LeaseId[]
}

const LEASES_AT_ONCE = 16

/** A claim holds two minutes: what several processes in turn had, and none of them ended, is overdue. */
const OVERDUE_SECONDS = 900

/** How to sweep. */
export interface SweepOptions extends CallOptions {
  /** Change nothing and tell what would be ended. */
  readonly dryRun?: boolean
  /**
   * Look at every live lease, not only at the due index. Finds the record whose maker died between its
   * two writes: nothing in AWS stands behind it, but it counts for `max_leases`. When absent, one sweep
   * a day does.
   */
  readonly full?: boolean
  /** Leave alone what nobody began to revoke. */
  readonly revocationsOnly?: boolean
}

/**
 * Ends what is due: expired leases, intentions that nobody finished, revocations that failed. Safe to run
 * anywhere, any number at once; each lease is ended by one of them. Reads only what is due, however many
 * leases live. Keys that are kept are rotated when their period is over.
 *
 * A lease that cannot be ended does not stop the others. What is due is due by the servers' time: where none is to be
 * had, nothing is ended by time.
 */
export async function sweep(ports: Ports, options: SweepOptions = {}): Promise<SweepReport> {
  const tally: Tally = { ended: [], failed: [], skipped: [], overdue: [] }
  await ports.leases.ready()
  const known = await learnTime(ports, options)
  const now = known ?? ports.clock.now()
  const begins = known !== undefined && options.dryRun !== true
  const full = options.full ?? (begins && (await ports.leases.beginFullSweep(now)))
  const seen = new Map<LeaseId, Promise<boolean>>()
  await inParallel(entries(ports, now, full), LEASES_AT_ONCE, async (entry) => {
    if (options.signal?.aborted === true) return
    const before = seen.get(entry.id)
    const swept = before ?? sweepEntry(ports, entry, tally, options)
    seen.set(entry.id, swept)
    // A lease may have several entries (an intention and its end): the first decides for all.
    if ((await swept) && before !== undefined && options.dryRun !== true) {
      // An entry that stays is dropped by the next sweep.
      await ports.leases.dropDue([entry]).catch(ignoreOperational)
    }
  })
  const marked = await stuckLeases(ports, tally, options.dryRun === true)
  if (options.dryRun !== true) {
    const tried = new Set(tally.failed.map(({ id }) => id))
    const others = marked.filter(({ lease: { id } }) => !tried.has(id))
    tally.ended.push(...(await retryStuck(ports, others, options)))
  }
  const ended = new Set(tally.ended.map(({ id }) => id))
  const stuck = marked.map(({ lease: { id } }) => id).filter((id) => !ended.has(id))
  const denials =
    options.dryRun === true
      ? []
      : await reconcileRevocations(ports.revocation, { signal: options.signal })
  const rotates = options.dryRun !== true && options.revocationsOnly !== true
  const keys = rotates ? await ports.reconcileKeys?.({ signal: options.signal }) : []
  return { ...tally, stuck, denials, keys: keys ?? [] }
}

/** Those that live; marks of leases that have ended meanwhile are dropped. */
async function stuckLeases(
  { leases }: Ports,
  { failed }: Tally,
  dryRun: boolean,
): Promise<readonly StoredLease[]> {
  const stuck: StoredLease[] = []
  for await (const id of leases.stuck()) {
    try {
      const found = await leases.read(id)
      if (found !== undefined && isLive(found)) stuck.push(found)
      else if (!dryRun) await leases.clearStuck(id)
    } catch (error) {
      if (!isDaypassError(error, 'state-invalid')) throw error
      if (!failed.some((one) => one.id === id)) failed.push({ id, reason: 'failed', error })
    }
  }
  return stuck
}

async function* entries(ports: Ports, now: Date, full: boolean): AsyncGenerator<DueEntry> {
  yield* ports.leases.due(now)
  if (!full) return
  const unreadable: LeaseId[] = []
  for await (const { id, dueAt } of ports.leases.list(undefined, ({ id }) => unreadable.push(id)))
    yield { id, dueAt }
  // They are read once more, and fail for all to see.
  for (const id of unreadable) yield { id, dueAt: now }
}

/** Answers whether the lease is gone, so that no entry for it means anything. */
async function sweepEntry(
  ports: Ports,
  entry: DueEntry,
  tally: Tally,
  options: SweepOptions,
): Promise<boolean> {
  let reason: EndReason = 'expired'
  try {
    const found = await ports.leases.read(entry.id)
    if (found === undefined || !isLive(found)) {
      // An entry that stays leads nowhere.
      if (options.dryRun !== true) await ports.leases.dropDue([entry]).catch(ignoreOperational)
      return true
    }
    const { lease } = found
    if (options.revocationsOnly === true && lease.status !== 'revoking') return false
    reason = dueReason(lease)
    if (lease.status !== 'revoking' && (await learnTime(ports, options)) === undefined)
      throw timeUnknown(lease)
    if (lease.dueAt > ports.clock.now()) {
      await notDue(ports, entry, found, tally, options.dryRun === true)
    } else if (options.dryRun === true) {
      tally.ended.push({ id: entry.id, reason })
    } else {
      const result = await endLease(ports, found, reason, {
        signal: options.signal,
        sweptEntry: entry,
      })
      if (result.status !== 'revoked' && result.status !== 'ended') {
        skip(ports, entry, tally)
        return false
      }
      const { left } = result
      const ours = result.status === 'revoked' || result.recorded
      if (ours || left !== undefined)
        tally.ended.push({ id: entry.id, reason, ...defined({ left }) })
      else tally.skipped.push(entry.id)
      return true
    }
  } catch (error) {
    if (isDaypassError(error, 'lease-conflict')) skip(ports, entry, tally)
    else if (isDaypassError(error)) tally.failed.push({ id: entry.id, reason, error })
    else throw error
  }
  return false
}

/** Leaves a lease to the process that is at it. */
function skip({ clock }: Ports, { id, dueAt }: DueEntry, { skipped, overdue }: Tally): void {
  skipped.push(id)
  if (secondsAfter(dueAt, OVERDUE_SECONDS) < clock.now()) overdue.push(id)
}

function timeUnknown({ id }: LiveLease): DaypassError {
  const message = `whether lease ${id} is over is not known: no server has told the time`
  return new DaypassError('aws-unavailable', message)
}

/** The entry is older than what the lease says now: it was renewed, or another process claimed it. */
async function notDue(
  ports: Ports,
  entry: DueEntry,
  { lease }: StoredLease,
  tally: Tally,
  dryRun: boolean,
): Promise<void> {
  if (lease.status === 'revoking' && lease.claimed) {
    skip(ports, entry, tally)
  } else if (!dryRun) {
    await ports.leases.putDue({ id: lease.id, dueAt: lease.dueAt })
    if (entry.dueAt < lease.dueAt) await ports.leases.dropDue([entry])
  }
}

function dueReason(lease: LiveLease): EndReason {
  switch (lease.status) {
    case 'pending':
      return 'abandoned'
    case 'active':
      return 'expired'
    case 'revoking':
      return lease.reason
  }
}
