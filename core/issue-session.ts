import { isDaypassError } from './errors.ts'
import type { Issuance } from './issue.ts'
import { type IssueJob, issueSignal, refuseOverLimit } from './issue-job.ts'
import { allOrFirstFailure } from './in-parallel.ts'
import type { ActiveLease } from './lease.ts'
import type { StoredLease } from './lease-store.ts'
import type { Ports } from './ports.ts'
import { undoIssue } from './undo-issue.ts'

/**
 * Issues what ends by itself: the record and the AWS call run side by side, and nothing is handed out
 * before both are done. All that a revocation needs is known beforehand, so the record is written once;
 * death in between leaves a record of a session that nobody holds.
 */
export async function issueSession(ports: Ports, job: IssueJob): Promise<Issuance> {
  const { facts, order } = job
  const lease: ActiveLease = { ...facts, state: 'active', dueAt: facts.expiresAt }
  const signal = issueSignal(ports, job)
  const asked = ports.issuer.issue(order, { signal })
  try {
    const [stored, issued] = await allOrFirstFailure([
      recordLease(ports, job, lease),
      asked,
      ports.leases.ready(),
    ])
    signal.throwIfAborted()
    const active = { ...lease, principal: issued.principal }
    // Only AWS knows the access key id of a session token, and it is all that CloudTrail will show of it.
    const last =
      order.type === 'session_token'
        ? await ports.leases.replace(stored, active, { keepDue: true })
        : { lease: active }
    return { lease: last.lease, credentials: issued.credentials }
  } catch (error) {
    if (await surelyNothingMade(asked)) {
      await ports.leases.withdraw(lease).catch(() => undefined)
      throw error
    }
    throw await undoIssue(ports, lease.id, error)
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

/** Whether AWS refused, or was never reached: then no session exists. */
async function surelyNothingMade(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked
    return false
  } catch (error) {
    return isDaypassError(error) && error.code !== 'outcome-unknown' && error.code !== 'cancelled'
  }
}
