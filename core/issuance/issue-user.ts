import { secondsAfter, wholeSecond } from '../clock.ts'
import { defined } from '../language/defined.ts'
import { allOrFirstFailure } from '../language/in-parallel.ts'
import type { Issuance } from './issuance.ts'
import { type IssueJob, inIssueTime, refuseEnded, refuseOverLimit } from './issue-job.ts'
import { PENDING_GRACE_SECONDS, type PendingLease, activate } from '../lease/lease.ts'
import type { StoredLease } from '../lease/lease-store.ts'
import type { Issued, Ports } from '../ports.ts'
import { STORE_TAG } from './names.ts'
import type { Order } from './order.ts'
import { undoIssue } from './undo-issue.ts'

/**
 * Issues what does not end by itself: the intention is in the store **before** AWS hears of it, with
 * the name that will be used, so that death at any moment leaves a trail.
 */
export async function issueUser(ports: Ports, job: IssueJob): Promise<Issuance> {
  const order = await withStoreTag(ports, job.order)
  const stored = await recordIntention(ports, job)
  try {
    return await inIssueTime(ports, job, async (signal) => {
      const issued = await ports.issuer.issue(order, { signal })
      const [active] = await allOrFirstFailure([
        recordActive(ports, stored, issued),
        ports.issuer.confirm(order, issued.credentials, { signal }),
      ])
      refuseEnded(ports, issued.credentials)
      return { lease: active, credentials: issued.credentials }
    })
  } catch (error) {
    throw await undoIssue(ports, stored.lease, error)
  }
}

/** Whoever finds the user without its lease can tell which store that was in. */
async function withStoreTag({ leases }: Ports, order: Order): Promise<Order> {
  if (order.type !== 'iam_user') return order
  return { ...order, tags: { ...order.tags, [STORE_TAG]: await leases.mark.make() } }
}

async function recordIntention(ports: Ports, job: IssueJob): Promise<StoredLease<PendingLease>> {
  const dueAt = wholeSecond(secondsAfter(job.facts.issuedAt, PENDING_GRACE_SECONDS))
  const [account] = await allOrFirstFailure([
    ports.issuer.account({ signal: job.signal }),
    ports.leases.ready(),
  ])
  // A role of another account says which.
  const principal = { ...defined({ account }), ...job.facts.principal }
  const lease: PendingLease = { ...job.facts, principal, status: 'pending', dueAt }
  try {
    const stored = await ports.leases.create(lease)
    await refuseOverLimit(ports.leases, job)
    return stored
  } catch (error) {
    // AWS has heard nothing; if this fails too, the sweep finds an intention without a user.
    await ports.leases.withdraw(lease).catch(() => undefined)
    throw error
  }
}

async function recordActive(
  ports: Ports,
  stored: StoredLease<PendingLease>,
  issued: Issued,
): Promise<Issuance['lease']> {
  const { lease } = stored
  const principal = { ...lease.principal, ...issued.principal }
  // The entry for its end is written once more, beside: now it names the key, by which a renamed user is found.
  const active = await ports.leases.replace(stored, activate(lease, principal))
  if (lease.expiresAt.getTime() !== lease.dueAt.getTime()) {
    // The entry for the intention says nothing any more; the sweep would drop it otherwise.
    await ports.leases.dropDue([{ id: lease.id, dueAt: lease.dueAt }]).catch(() => undefined)
  }
  return active.lease
}
