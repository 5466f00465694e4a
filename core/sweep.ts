import { type DaypassError, ignoreOperational, isDaypassError } from './errors.ts'
import type { InventoryEntry } from './inventory/inventory-entry.ts'
import { removeOrphan } from './inventory/remove-orphan.ts'
import { takeInventory } from './inventory/take-inventory.ts'
import { defined } from './language/defined.ts'
import type { ReconciledKeys } from './keys/reconcile-keys.ts'
import { learnTime } from './learn-time.ts'
import type { LeaseId } from './lease/lease-id.ts'
import { type DueEntry, type StoredLease, isLive } from './lease/lease-store.ts'
import type { Ports } from './ports.ts'
import { retryStuck } from './retry-stuck.ts'
import type { ReconciledTarget } from './revocation/reconcile-denials.ts'
import { reconcileRevocations } from './revocation/reconcile-revocations.ts'
import { stillOverdue } from './sweep-overdue.ts'
import { markAfter } from './sweep-mark.ts'
import { type SweepOptions, type SweptLease, type Tally, sweepDue } from './sweep-due.ts'

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
  /** Due, and not begun: AWS throttled, or the time was nearly over. The next sweep goes on with them. */
  readonly left: readonly LeaseId[]
  /** Since when the oldest is due of those that are due and were not ended. */
  readonly oldestDueAt?: Date
  /** Their records had vanished from the store; their users, which the due index still named, were deleted now. */
  readonly vanished: readonly LeaseId[]
  /** All leases whose revocation failed three times or more, due now or not. */
  readonly stuck: readonly LeaseId[]
  /** Roles and users that carry denies of revoked sessions, and what was done there. */
  readonly denials: readonly ReconciledTarget[]
  /** What nothing in the store leads to, told by the look of the day; absent where nobody looked. */
  readonly orphans?: readonly InventoryEntry[]
  /** Keys that were due to be rotated, and what came of it. */
  readonly keys: readonly ReconciledKeys[]
}

/**
 * Ends what is due: expired leases, intentions that nobody finished, revocations that failed. Safe to run
 * anywhere, any number at once; each lease is ended by one of them. Reads only what is due, however many
 * leases live. Keys that are kept are rotated when their period is over.
 *
 * What keeps credentials alive longest comes first: denies that wait, then what somebody revoked or nobody finished, then
 * sessions, and last users that have expired, whom their own Deny keeps from everything already. A throttle that does not
 * pass ends the run: what needs AWS is left to the next.
 *
 * A lease that cannot be ended does not stop the others. What is due is due by the servers' time: where none is to be
 * had, nothing is ended by time.
 */
export async function sweep(ports: Ports, options: SweepOptions = {}): Promise<SweepReport> {
  await ports.leases.ready()
  const known = await learnTime(ports, options)
  const now = known ?? ports.clock.now()
  const changes = options.dryRun !== true
  const mayBegin = options.full === undefined && changes && known !== undefined
  const begun = mayBegin ? await beginFullSweep(ports, now) : false
  const full = options.full ?? begun === true
  const first = changes ? await denyFirst(ports, options) : []
  const tally = await sweepDue(ports, entries(ports, now, full), options)
  const marked = await stuckLeases(ports, tally, options.dryRun === true)
  if (changes) {
    const tried = new Set(tally.failed.map(({ id }) => id))
    const others = marked.filter(({ lease: { id } }) => !tried.has(id))
    tally.ended.push(...(await retryStuck(ports, others, options)))
  }
  const ended = new Set(tally.ended.map(({ id }) => id))
  const stuck = marked.map(({ lease: { id } }) => id).filter((id) => !ended.has(id))
  const denials = changes ? await denyAgain(ports, first, tally, options) : []
  const rotates = changes && options.revocationsOnly !== true
  const keys = rotates ? await ports.reconcileKeys?.({ signal: options.signal }) : []
  const orphans = full ? await orphansIn(ports, options) : undefined
  const { entriesOf, ...counted } = tally
  const overdue = await stillOverdue(ports, tally.overdue, options)
  const open = [...tally.failed.map(({ id }) => id), ...tally.skipped, ...tally.left]
  // Else what was found says more.
  if (isDaypassError(begun) && tally.failed.length === 0) throw begun
  const oldestDueAt = earliest(open.flatMap((id) => entriesOf.get(id) ?? []))
  const found = defined({ oldestDueAt, orphans })
  const report = { ...counted, overdue, ...found, stuck, denials, keys: keys ?? [] }
  if (changes) await leaveMark(ports, report, options)
  return report
}

/** Others see by it that a sweep came by. That it cannot be written fails no sweep: they say that none did. */
async function leaveMark(
  { leases, clock, revocation: { mode } }: Ports,
  report: SweepReport,
  { revocationsOnly }: SweepOptions,
): Promise<void> {
  const now = { at: clock.now(), isWhole: revocationsOnly !== true, mode }
  await leases.sweeps.update((before) => markAfter(before, report, now)).catch(ignoreOperational)
}

/** A store that takes no writes keeps nothing alive that is due. */
async function beginFullSweep({ leases }: Ports, now: Date): Promise<boolean | DaypassError> {
  return await leases.beginFullSweep(now).catch((error: unknown) => {
    if (isDaypassError(error)) return error
    throw error
  })
}

/** Undefined where it failed: leases are ended all the same, and it is tried again after them. */
async function denyFirst(
  { revocation }: Ports,
  { signal }: SweepOptions,
): Promise<readonly ReconciledTarget[] | undefined> {
  try {
    return await reconcileRevocations(revocation, { signal })
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return undefined
  }
}

/** Where leases were due, sessions may have been revoked meanwhile, and policies have been written. */
async function denyAgain(
  { revocation }: Ports,
  first: readonly ReconciledTarget[] | undefined,
  { entriesOf }: Tally,
  { signal }: SweepOptions,
): Promise<readonly ReconciledTarget[]> {
  if (first !== undefined && entriesOf.size === 0) return first
  const again = await reconcileRevocations(revocation, { signal })
  const before = new Map(first?.map((one) => [one.target.arn, one]))
  const listed = new Set(again.map(({ target }) => target.arn))
  return [
    // Nothing is known of its denies any more: all have been removed.
    ...[...before.values()]
      .filter(
        ({ target, removed, tampered, gone }) =>
          !listed.has(target.arn) && (removed > 0 || tampered !== undefined || gone),
      )
      .map(({ target, removed, tampered, gone }) => ({
        target,
        removed,
        waiting: 0,
        ...defined({ tampered, gone }),
      })),
    ...again.map((one) => {
      const { removed = 0, tampered } = before.get(one.target.arn) ?? {}
      const both = tampered === undefined ? one.tampered : tampered + (one.tampered ?? 0)
      return { ...one, removed: one.removed + removed, ...defined({ tampered: both }) }
    }),
  ]
}

/**
 * What nothing in the store leads to, for people to judge; denies that say in their name that they are over are removed, since
 * nobody else would. Undefined where IAM does not tell: without the right to list, nobody looks.
 */
async function orphansIn(
  { lists, ...others }: Ports,
  { signal, lastCall, dryRun }: SweepOptions,
): Promise<readonly InventoryEntry[] | undefined> {
  if (lists === undefined || lastCall?.aborted === true) return undefined
  const ports = { ...others, lists }
  try {
    const { entries } = await takeInventory(ports, { signal })
    const left: InventoryEntry[] = []
    for (const orphan of entries.filter(({ word }) => word === 'orphan')) {
      const mayGo = dryRun !== true && orphan.removal?.of === 'deny'
      const end = mayGo ? await removeOrphan(ports, orphan, { signal }) : undefined
      if (end?.is !== 'removed') left.push(orphan)
    }
    return left
  } catch (error) {
    ignoreOperational(error)
    return undefined
  }
}

function earliest(entries: readonly DueEntry[]): Date | undefined {
  const [first, ...others] = entries.map(({ dueAt }) => dueAt)
  return others.reduce((least, one) => (least !== undefined && least < one ? least : one), first)
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
      else if (!dryRun) await leases.clearStuck(id).catch(ignoreOperational)
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
