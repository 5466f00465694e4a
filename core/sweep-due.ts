import type { CallOptions } from './call-options.ts'
import { secondsAfter } from './clock.ts'
import { DaypassError, ignoreOperational, isDaypassError } from './errors.ts'
import { defined } from './language/defined.ts'
import { inParallel } from './language/in-parallel.ts'
import { learnTime } from './learn-time.ts'
import { endLease } from './lease/end-lease.ts'
import type { LeaseId } from './lease/lease-id.ts'
import { isDue, isOverdue } from './lease/is-due.ts'
import type { EndReason, LiveLease } from './lease/lease.ts'
import { type DueEntry, type StoredLease, isLive } from './lease/lease-store.ts'
import type { Ports } from './ports.ts'
import { sweepVanished } from './sweep-vanished.ts'

/** One lease that a sweep dealt with. */
export interface SweptLease {
  readonly id: LeaseId
  /** Why it was due. */
  readonly reason: EndReason
  /** Why it could not be removed from the state, though it is over: the next sweep meets it again. */
  readonly left?: DaypassError
}

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
  /** No lease is begun after it aborts; what was begun goes on. */
  readonly lastCall?: AbortSignal | undefined
  /** Leave alone what nobody began to revoke. */
  readonly revocationsOnly?: boolean
}

/** What became of the leases that were due. */
export interface Tally {
  readonly ended: SweptLease[]
  readonly failed: (SweptLease & { error: DaypassError })[]
  readonly skipped: LeaseId[]
  readonly vanished: LeaseId[]
  readonly overdue: LeaseId[]
  readonly left: LeaseId[]
  /** Every entry that was met, by its lease. */
  readonly entriesOf: Map<LeaseId, DueEntry[]>
}

const LEASES_AT_ONCE = 16
const USERS_AT_ONCE_FIRST = 4

/** A user takes a second. Where it takes that long, AWS is slow, and fewer at once are each through within their claim. */
const SLOW_SECONDS = 15

interface Sweeping {
  readonly ports: Ports
  readonly options: SweepOptions
  readonly tally: Tally
  /** Whether AWS throttles so much that nothing more is asked of it. */
  throttled: boolean
}

/** A lease that is due, as it was read. */
interface DueLease {
  readonly entry: DueEntry
  readonly found: StoredLease
}

/**
 * Ends the leases of due entries, most urgent first. All are read before the less urgent ones are begun: a hundred thousand
 * take some hundred megabytes. A lease that cannot be ended does not stop the others.
 */
export async function sweepDue(
  ports: Ports,
  entries: AsyncIterable<DueEntry>,
  options: SweepOptions,
): Promise<Tally> {
  const tally: Tally = {
    ended: [],
    failed: [],
    skipped: [],
    vanished: [],
    overdue: [],
    left: [],
    entriesOf: new Map(),
  }
  const sweeping: Sweeping = { ports, options, tally, throttled: false }
  const gone = new Set<LeaseId>()
  const sweepOne = async (due: DueLease): Promise<void> => {
    if (await endDue(sweeping, due)) gone.add(due.entry.id)
  }
  const sessions: DueLease[] = []
  const users: DueLease[] = []
  await inParallel(untilAborted(entries, options), LEASES_AT_ONCE, async (entry) => {
    const met = tally.entriesOf.get(entry.id)
    // A lease may have several entries (an intention and its end): the first decides for all.
    if (met !== undefined) return void met.push(entry)
    tally.entriesOf.set(entry.id, [entry])
    const found = await read(sweeping, entry)
    if (found === 'gone') return void gone.add(entry.id)
    if (found === undefined) return
    const { status, principal } = found.lease
    if (status !== 'active') await sweepOne({ entry, found })
    else if (principal.type !== 'iam_user') sessions.push({ entry, found })
    else users.push({ entry, found })
  })
  await inParallel(sessions, LEASES_AT_ONCE, sweepOne)
  await sweepUsers(sweeping, users, sweepOne)
  const stale = [...gone].flatMap((id) => tally.entriesOf.get(id)?.slice(1) ?? [])
  // Entries that stay are dropped by the next sweep.
  if (stale.length > 0 && options.dryRun !== true)
    await ports.leases.dropDue(stale).catch(ignoreOperational)
  return tally
}

/** Few at once at first, more as long as they go quickly. */
async function sweepUsers(
  { ports: { clock } }: Sweeping,
  users: readonly DueLease[],
  sweepOne: (due: DueLease) => Promise<void>,
): Promise<void> {
  let atOnce = USERS_AT_ONCE_FIRST
  await inParallel(
    users,
    () => atOnce,
    async (due) => {
      const slowFrom = secondsAfter(clock.now(), SLOW_SECONDS)
      await sweepOne(due)
      atOnce =
        clock.now() < slowFrom
          ? Math.min(LEASES_AT_ONCE, atOnce + 1)
          : Math.max(1, Math.floor(atOnce / 2))
    },
  )
}

async function* untilAborted(
  entries: AsyncIterable<DueEntry>,
  { signal }: SweepOptions,
): AsyncGenerator<DueEntry> {
  for await (const entry of entries) {
    if (signal?.aborted === true) return
    yield entry
  }
}

/** A lease that is to be ended; `gone` where no entry for it means anything, undefined where nothing more is to be done. */
async function read(
  sweeping: Sweeping,
  entry: DueEntry,
): Promise<StoredLease | 'gone' | undefined> {
  const { ports, options, tally } = sweeping
  try {
    const found = await ports.leases.read(entry.id)
    if (found === undefined) return await readVanished(sweeping, entry)
    if (!isLive(found)) {
      // An entry that stays leads nowhere.
      if (options.dryRun !== true) await ports.leases.dropDue([entry]).catch(ignoreOperational)
      return 'gone'
    }
    const { lease } = found
    if (options.revocationsOnly === true && lease.status !== 'revoking') return undefined
    if (lease.status !== 'revoking' && (await learnTime(ports, options)) === undefined)
      throw timeUnknown(lease)
    if (isDue(lease, ports.clock.now())) return found
    await notDue(ports, entry, found, tally, options.dryRun === true)
  } catch (error) {
    fail(tally, { id: entry.id, reason: 'expired' }, error)
  }
  return undefined
}

async function readVanished(
  { ports, options, tally }: Sweeping,
  entry: DueEntry,
): Promise<'gone' | undefined> {
  const end = await sweepVanished(ports, entry, options)
  if (end.is === 'gone') {
    if (end.userWasThere) tally.vanished.push(entry.id)
    return 'gone'
  }
  if (end.isUnproven) tally.skipped.push(entry.id)
  return undefined
}

/** Answers whether the lease is gone. */
async function endDue(sweeping: Sweeping, { entry, found }: DueLease): Promise<boolean> {
  const { ports, options, tally } = sweeping
  const { id } = entry
  const reason = dueReason(found.lease)
  if (!mayBegin(sweeping, found.lease)) {
    tally.left.push(id)
    return false
  }
  if (options.dryRun === true) {
    tally.ended.push({ id, reason })
    return false
  }
  try {
    const { signal } = options
    const result = await endLease(ports, found, reason, { signal, sweptEntry: entry })
    if (result.status !== 'revoked' && result.status !== 'ended') {
      tally.skipped.push(id)
      return false
    }
    if (result.status === 'revoked' && result.unrecorded !== undefined)
      throw onNoRecord(result.unrecorded)
    const { left } = result
    const ours = result.status === 'revoked' || result.recorded
    if (ours || left !== undefined) tally.ended.push({ id, reason, ...defined({ left }) })
    else tally.skipped.push(id)
    return true
  } catch (error) {
    if (isDaypassError(error, 'lease-conflict')) {
      skip(ports, entry, tally)
    } else {
      sweeping.throttled ||= isDaypassError(error, 'aws-throttled')
      fail(tally, { id, reason }, error)
    }
    return false
  }
}

function onNoRecord(cause: DaypassError): DaypassError {
  const { code, hint, reason } = cause
  const message = `taken back, but that is on no record: ${cause.message}`
  return new DaypassError(code, message, { cause, ...defined({ hint, reason }) })
}

/** A session that has expired needs nothing of AWS. */
function mayBegin(
  { throttled, options: { signal, lastCall } }: Sweeping,
  { status, principal }: LiveLease,
): boolean {
  if (signal?.aborted === true || lastCall?.aborted === true) return false
  return !throttled || (status === 'active' && principal.type !== 'iam_user')
}

/** A bug is thrown on. */
function fail({ failed }: Tally, lease: SweptLease, error: unknown): void {
  if (!isDaypassError(error)) throw error
  failed.push({ ...lease, error })
}

/** Leaves a lease to the process that is at it. */
function skip({ clock }: Ports, { id, dueAt }: DueEntry, { skipped, overdue }: Tally): void {
  skipped.push(id)
  if (isOverdue(dueAt, clock.now())) overdue.push(id)
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
    await ports.leases.putDue(lease)
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
