import type { Lease, Principal } from '../../core/lease/lease.ts'
import { timeText } from '../printing/times.ts'
import { defined } from '../../core/language/defined.ts'

/** A lease as JSON. A stable interface: fields are only ever added. There is no secret in a lease. */
export function leaseDocument(lease: Lease): Readonly<Record<string, unknown>> {
  return {
    lease_id: lease.id,
    role: lease.role,
    credential_type: lease.credentialType,
    state: lease.status,
    holder: lease.holder,
    principal: principalDocument(lease.principal),
    ...defined({ allowed_without_subject: lease.allowedWithoutSubject }),
    issued_at: timeText(lease.issuedAt),
    expires_at: timeText(lease.expiresAt),
    ...statusFields(lease),
  }
}

function statusFields(lease: Lease): Readonly<Record<string, unknown>> {
  if (lease.status === 'ended') {
    return { ended_at: timeText(lease.endedAt), outcome: lease.outcome, reason: lease.reason }
  }
  const live = { max_expires_at: timeText(lease.maxExpiresAt), due_at: timeText(lease.dueAt) }
  switch (lease.status) {
    case 'pending':
      return live
    case 'active':
      return lease.renewedAt === undefined
        ? live
        : { ...live, renewed_at: timeText(lease.renewedAt) }
    case 'revoking':
      return {
        ...live,
        reason: lease.reason,
        requested_at: timeText(lease.requestedAt),
        attempts: lease.attempts,
        ...defined({ last_error: lease.lastError }),
      }
  }
}

function principalDocument(principal: Principal): Readonly<Record<string, unknown>> {
  switch (principal.type) {
    case 'iam_user':
      return {
        user_name: principal.userName,
        user_path: principal.userPath,
        ...defined({ account: principal.account }),
        access_key: principal.accessKeyId ?? null,
      }
    case 'assumed_role':
      return {
        role_arn: principal.roleArn,
        session_name: principal.sessionName,
        ends_by_policy: principal.endsByPolicy ?? false,
      }
    case 'federation_token':
      return {
        user_name: principal.userName,
        issuer_arn: principal.issuerArn ?? null,
        ends_by_policy: principal.endsByPolicy ?? false,
      }
    case 'session_token':
      return {
        access_key: principal.accessKeyId ?? null,
        issuer_arn: principal.issuerArn ?? null,
        issued_second:
          principal.issuedSecond === undefined ? null : timeText(principal.issuedSecond),
      }
  }
}
