import type { CallOptions } from '../call-options.ts'
import { secondsAfter, wholeSecond } from '../clock.ts'
import type { Issuance } from './issuance.ts'
import {
  type IssueJob,
  inIssueTime,
  isMisplanned,
  refuseEnded,
  refuseOverLimit,
} from './issue-job.ts'
import { allOrFirstFailure } from '../language/in-parallel.ts'
import type { ActiveLease } from '../lease/lease.ts'
import { SESSION_SECONDS_MAX, SKEW_SECONDS } from '../lease/session-limits.ts'
import type { StoredLease } from '../lease/lease-store.ts'
import type { Credentials } from '../credentials.ts'
import type { Issued, Ports } from '../ports.ts'
import { DaypassError, asFailure } from '../errors.ts'

/**
 * Issues what ends by itself: the record and the AWS call run side by side, and nothing is handed out
 * before both are done. All that a revocation needs is known beforehand, so the record is written once;
 * death in between leaves a record of a session that nobody holds.
 *
 * Its policy ends it at the time that was planned, by AWS's clock. Where that would be a wrong time, because STS's reply
 * tells another than this machine's clock, it is thrown away and asked for once more. Where the policy has no room for
 * the end, it ends when STS says, and that is recorded.
 *
 * @param plan - plans anew, at the time that is known by then.
 */
export async function issueSession(
  ports: Ports,
  job: IssueJob,
  plan: () => IssueJob,
): Promise<Issuance> {
  const lease = leaseOf(job)
  try {
    const [stored, issued] = await inIssueTime(ports, job, async (signal) => {
      const [first, issued] = await allOrFirstFailure([
        recordLease(ports, job, lease),
        ports.issuer.issue(job.order, { signal }),
        ports.leases.ready(),
      ])
      return endsWrongly(ports, job)
        ? await issueAgain(ports, first, plan(), { signal })
        : ([first, issued] as const)
    })
    refuseIncredible(ports, issued.credentials)
    const last = await recordIssued(ports, stored, issued)
    refuseEnded(ports, issued.credentials)
    return { lease: last, credentials: issued.credentials }
  } catch (error) {
    // Whatever AWS made, its credentials have not left this process and never will: nobody holds them.
    await ports.leases.withdraw(lease).catch(() => undefined)
    throw asFailure(error)
  }
}

function leaseOf({ facts }: IssueJob): ActiveLease {
  return { ...facts, status: 'active', dueAt: facts.expiresAt }
}

function endsWrongly(ports: Ports, job: IssueJob): boolean {
  return 'denyAfter' in job.order && isMisplanned(ports, job)
}

/** Names are the same, and so is the lease. */
async function issueAgain(
  ports: Ports,
  stored: StoredLease,
  job: IssueJob,
  options: CallOptions,
): Promise<readonly [StoredLease<ActiveLease>, Issued]> {
  return await allOrFirstFailure([
    ports.leases.replace(stored, leaseOf(job)),
    ports.issuer.issue(job.order, options),
  ])
}

/**
 * A role's session is known by its name beforehand, and so is its end where its policy has it. Whose key issued the others,
 * and when, only AWS tells; and what no policy ends, STS ends a little later than was planned.
 */
async function recordIssued(
  ports: Ports,
  stored: StoredLease<ActiveLease>,
  { principal, credentials }: Issued,
): Promise<ActiveLease> {
  const { lease } = stored
  if (principal.type === 'assumed_role' && principal.endsByPolicy === true) return lease
  const isLater = credentials.expiresAt > lease.expiresAt
  const expiresAt = isLater ? wholeSecond(credentials.expiresAt) : lease.expiresAt
  const end = { expiresAt, maxExpiresAt: expiresAt, dueAt: expiresAt }
  // The sweep moves the entry of an earlier end.
  const last = await ports.leases.replace(
    stored,
    { ...lease, ...end, principal },
    { keepDue: true },
  )
  return last.lease
}

/** @throws `outcome-unknown` for an end such as AWS never makes: a reply that says so is not to be believed, nor is a clock. */
function refuseIncredible({ clock }: Ports, { expiresAt }: Credentials): void {
  if (expiresAt <= secondsAfter(clock.now(), SESSION_SECONDS_MAX + SKEW_SECONDS)) return
  const message = `AWS answered with credentials that end only at ${expiresAt.toISOString()}`
  throw new DaypassError('outcome-unknown', message, { hint: 'compare the clock of this machine' })
}

async function recordLease(
  ports: Ports,
  job: IssueJob,
  lease: ActiveLease,
): Promise<StoredLease<ActiveLease>> {
  const stored = await ports.leases.create(lease)
  await refuseOverLimit(ports.leases, job)
  return stored
}
