import { endLease } from './end-lease.ts'
import { type DaypassError, isDaypassError } from './errors.ts'
import { inParallel } from './in-parallel.ts'
import type { LeaseId } from './lease-id.ts'
import type { EndReason, LiveLease } from './lease.ts'
import { type DueEntry, type StoredLease, isLive } from './lease-store.ts'
import type { CallOptions, Ports } from './ports.ts'

/** One lease that a sweep dealt with. */
export interface SweptLease {
  readonly id: LeaseId
  /** Why it was due. */
  readonly reason: EndReason
}

/** What a sweep did. */
export interface SweepReport {
  /** Ended now, by this sweep. */
  readonly ended: readonly SweptLease[]
  /** Could not be ended; they stay on the list and are tried again later. */
  readonly failed: readonly (SweptLease & { readonly error: DaypassError })[]
  /** Due, but another process was at them or had ended them first. */
  readonly skipped: readonly LeaseId[]
  /** All leases whose revocation failed three times or more, due now or not. */
  readonly stuck: readonly LeaseId[]
}

interface Tally {
  readonly ended: SweptLease[]
  readonly failed: (SweptLease & { error: DaypassError })[]
  readonly skipped: LeaseId[]
}

const LEASES_AT_ONCE = 16

/**
 * Ends what is due: expired leases, intentions that nobody finished, revocations that failed. Safe to run
 * anywhere, any number at once; each lease is ended by one of them. Reads only what is due, however many
 * leases live. With `dryRun` it changes nothing and tells what it would end.
 *
 * A lease that cannot be ended does not stop the others.
 */
export async function sweep(
  ports: Ports,
  options: CallOptions & { dryRun?: boolean } = {},
): Promise<SweepReport> {
  const tally: Tally = { ended: [], failed: [], skipped: [] }
  const now = ports.clock.now()
  await ports.leases.ready()
  const seen = new Set<LeaseId>()
  await inParallel(ports.leases.due(now), LEASES_AT_ONCE, async (entry) => {
    if (options.signal?.aborted === true) return
    // A lease may have several entries (an intention and its end): one of them is enough.
    if (seen.has(entry.id)) return
    seen.add(entry.id)
    await sweepEntry(ports, entry, tally, options)
  })
  const stuck: LeaseId[] = []
  for await (const id of ports.leases.stuck()) stuck.push(id)
  return { ...tally, stuck }
}

async function sweepEntry(
  ports: Ports,
  entry: DueEntry,
  tally: Tally,
  options: CallOptions & { dryRun?: boolean },
): Promise<void> {
  let reason: EndReason = 'expired'
  try {
    const found = await ports.leases.read(entry.id)
    if (found === undefined || !isLive(found)) {
      if (options.dryRun !== true) await ports.leases.dropDue([entry])
      return
    }
    const { lease } = found
    reason = dueReason(lease)
    if (lease.dueAt > ports.clock.now()) {
      await notDue(ports, entry, found, tally, options.dryRun === true)
    } else if (options.dryRun === true) {
      tally.ended.push({ id: entry.id, reason })
    } else {
      const result = await endLease(ports, found, reason, {
        signal: options.signal,
        sweptEntry: entry,
      })
      const ours = result.status === 'revoked' || (result.status === 'ended' && result.recorded)
      if (ours) tally.ended.push({ id: entry.id, reason })
      else tally.skipped.push(entry.id)
    }
  } catch (error) {
    if (isDaypassError(error, 'lease-conflict')) tally.skipped.push(entry.id)
    else if (isDaypassError(error)) tally.failed.push({ id: entry.id, reason, error })
    else throw error
  }
}

/** The entry is older than what the lease says now: it was renewed, or another process claimed it. */
async function notDue(
  ports: Ports,
  entry: DueEntry,
  { lease }: StoredLease,
  tally: Tally,
  dryRun: boolean,
): Promise<void> {
  if (lease.state === 'revoking' && lease.claimed) {
    tally.skipped.push(lease.id)
  } else if (!dryRun) {
    await ports.leases.putDue({ id: lease.id, dueAt: lease.dueAt })
    await ports.leases.dropDue([entry])
  }
}

function dueReason(lease: LiveLease): EndReason {
  switch (lease.state) {
    case 'pending':
      return 'abandoned'
    case 'active':
      return 'expired'
    case 'revoking':
      return lease.reason
  }
}
