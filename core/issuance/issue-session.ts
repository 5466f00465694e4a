import type { Issuance } from './issuance.ts'
import { type IssueJob, inIssueTime, refuseOverLimit } from './issue-job.ts'
import { allOrFirstFailure } from '../language/in-parallel.ts'
import type { ActiveLease } from '../lease/lease.ts'
import type { StoredLease } from '../lease/lease-store.ts'
import type { Ports } from '../ports.ts'
import { asFailure } from '../errors.ts'

/**
 * Issues what ends by itself: the record and the AWS call run side by side, and nothing is handed out
 * before both are done. All that a revocation needs is known beforehand, so the record is written once;
 * death in between leaves a record of a session that nobody holds.
 */
export async function issueSession(ports: Ports, job: IssueJob): Promise<Issuance> {
  const { facts, order } = job
  const lease: ActiveLease = { ...facts, status: 'active', dueAt: facts.expiresAt }
  try {
    const [stored, issued] = await inIssueTime(ports, job, async (signal) => {
      const done = await allOrFirstFailure([
        recordLease(ports, job, lease),
        ports.issuer.issue(order, { signal }),
        ports.leases.ready(),
      ])
      signal.throwIfAborted()
      return done
    })
    const active = { ...lease, principal: issued.principal }
    // A role's session is known by its name beforehand; whose key issued the others, and when, only AWS tells.
    const last =
      order.type !== 'assumed_role'
        ? await ports.leases.replace(stored, active, { keepDue: true })
        : { lease: active }
    return { lease: last.lease, credentials: issued.credentials }
  } catch (error) {
    // Whatever AWS made, its credentials have not left this process and never will: nobody holds them.
    await ports.leases.withdraw(lease).catch(() => undefined)
    throw asFailure(error)
  }
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
