import type { Issuance } from './issuance/issuance.ts'
import { issueSession } from './issuance/issue-session.ts'
import { issueUser } from './issuance/issue-user.ts'
import { newLeaseId } from './lease/lease-id.ts'
import { planOrder } from './issuance/plan-order.ts'
import type { Ports } from './ports.ts'
import type { CallOptions } from './call-options.ts'
import type { IssueRequest } from './issuance/request.ts'

/**
 * Issues credentials of a role.
 *
 * Nothing leaves before the lease is recorded and everything ordered exists. If it fails, what was
 * made is taken back; if the process dies at any moment, the sweep ends what it left: at the latest
 * when the lease ends for a session, five minutes after the start for a user.
 *
 * @throws `request-invalid`, `role-invalid`, `lease-limit-reached`, `key-not-accepted`, and what the
 * ports throw. `outcome-unknown` when AWS or the store did not answer: nothing is handed out, and the
 * sweep looks after what may exist.
 */
export async function issue(
  ports: Ports,
  request: IssueRequest,
  options: CallOptions = {},
): Promise<Issuance> {
  const id = request.id ?? newLeaseId(request.role.name, ports.random)
  const now = ports.clock.now()
  const plan = planOrder(request, id, now)
  const facts = {
    id,
    role: request.role.name,
    credentialType: request.role.credential_type,
    holder: request.holder,
    principal: plan.principal,
    issuedAt: now,
    expiresAt: plan.expiresAt,
    maxExpiresAt: plan.maxExpiresAt,
  }
  const job = {
    facts,
    order: plan.order,
    leasesMax: request.role.max_leases,
    signal: options.signal,
  }
  return plan.order.type === 'iam_user'
    ? await issueUser(ports, job)
    : await issueSession(ports, job)
}
