import { defined } from './language/defined.ts'
import type { Issuance } from './issuance/issuance.ts'
import { type IssueJob, isMisplanned } from './issuance/issue-job.ts'
import { issueSession } from './issuance/issue-session.ts'
import { issueUser } from './issuance/issue-user.ts'
import { requireTime } from './learn-time.ts'
import { type LeaseId, newLeaseId } from './lease/lease-id.ts'
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
 * Times are the servers'. A user is planned when their time is known, for one request where no reply has told it; a
 * session is asked for at once, and once more if STS's reply shows that this machine's clock was wrong.
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
  const plan = (): IssueJob => planJob(ports, request, id, options)
  const job = plan()
  if (job.order.type === 'iam_user') {
    await requireTime(ports, options)
    return await issueUser(ports, isMisplanned(ports, job) ? plan() : job)
  }
  return await issueSession(ports, job, plan)
}

function planJob(
  { clock }: Ports,
  request: IssueRequest,
  id: LeaseId,
  { signal }: CallOptions,
): IssueJob {
  const now = clock.now()
  const { order, principal, expiresAt, maxExpiresAt } = planOrder(request, id, now)
  const { name, credential_type: credentialType, max_leases: leasesMax } = request.role
  const { holder, allowedWithoutSubject } = request
  const times = { issuedAt: now, expiresAt, maxExpiresAt }
  return {
    facts: {
      id,
      role: name,
      credentialType,
      holder,
      principal,
      ...times,
      ...defined({ allowedWithoutSubject }),
    },
    order,
    correctionMs: clock.correctionMs() ?? 0,
    leasesMax,
    signal,
  }
}
