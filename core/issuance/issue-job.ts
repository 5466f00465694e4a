import { withDeadline } from '../deadline.ts'
import type { Credentials } from '../credentials.ts'
import { DaypassError } from '../errors.ts'
import type { LiveLease } from '../lease/lease.ts'
import type { LeaseStore } from '../lease/lease-store.ts'
import type { Order } from './order.ts'
import type { Ports } from '../ports.ts'

/** How long issuing may take in all; a pending lease is left alone for twice as long. */
const ISSUE_SECONDS = 150

/** One issue under way: the lease to be and what is ordered for it. */
export interface IssueJob {
  readonly facts: Omit<
    LiveLease,
    'status' | 'dueAt' | 'reason' | 'requestedAt' | 'attempts' | 'claimed' | 'lastError'
  >
  readonly order: Order
  /** What the machine's clock was corrected by when this was planned. */
  readonly correctionMs: number
  /** The role's `max_leases`. */
  readonly leasesMax: number | undefined
  readonly signal: AbortSignal | undefined
}

/** By how much a plan may be off: a request may take that long. */
const MISPLANNED_MILLISECONDS = 5000

/** Whether servers have told another time since a job was planned, so that it would end at a wrong one. */
export function isMisplanned({ clock }: Ports, { correctionMs }: IssueJob): boolean {
  const now = clock.correctionMs() ?? correctionMs
  return Math.abs(now - correctionMs) > MISPLANNED_MILLISECONDS
}

/**
 * Issues with a signal that aborts when the caller's does, or when issuing took too long; by the wall clock as well, for
 * a machine that was suspended meanwhile.
 *
 * @throws the signal's reason for what was done too late: it must not be handed out.
 */
export async function inIssueTime<T>(
  { clock }: Ports,
  { signal }: IssueJob,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = { milliseconds: ISSUE_SECONDS * 1000, signal }
  return await withDeadline(clock, limit, async (ended) => {
    const done = await work(ended)
    // Who asks for the time hears an alarm whose timer stood still.
    clock.now()
    ended.throwIfAborted()
    return done
  })
}

/**
 * @throws `outcome-unknown` for credentials that have ended before they could be handed over: a reply that says so is
 * not to be believed, nor is a clock.
 */
export function refuseEnded({ clock }: Ports, { expiresAt }: Credentials): void {
  if (expiresAt > clock.now()) return
  const message = `AWS answered with credentials that ended at ${expiresAt.toISOString()}`
  throw new DaypassError('outcome-unknown', message, { hint: 'compare the clock of this machine' })
}

/**
 * Refuses a lease over the role's `max_leases`. Called after the lease is recorded: of any leases
 * written at once the last one counts all the others, so the limit is never exceeded. Two that race
 * for the last place may both be refused.
 *
 * @throws `lease-limit-reached`.
 */
export async function refuseOverLimit(leases: LeaseStore, job: IssueJob): Promise<void> {
  if (job.leasesMax === undefined) return
  const live = await leases.count(job.facts.role, job.leasesMax + 1)
  if (live <= job.leasesMax) return
  throw new DaypassError(
    'lease-limit-reached',
    `role ${job.facts.role} has its ${job.leasesMax} leases out (max_leases)`,
    {
      hint: 'revoke one, wait until one ends, or raise max_leases',
    },
  )
}
