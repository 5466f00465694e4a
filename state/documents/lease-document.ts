import { HOLDER_FIELDS, type Holder, type HolderField } from '../../core/lease/holder.ts'
import { type LeaseId, roleOf } from '../../core/lease/lease-id.ts'
import {
  type EndReason,
  type EndedLease,
  LIVE_STATUSES,
  type Lease,
  type LiveLease,
  type Outcome,
  type Principal,
} from '../../core/lease/lease.ts'
import { CREDENTIAL_TYPES, type CredentialType } from '../../core/role/role.ts'
import { defined } from '../../core/language/defined.ts'
import { type Fields, documentText, readDocument } from './document.ts'

const HOLDER_KINDS = ['github', 'terraform', 'shell'] as const
const END_REASONS: readonly EndReason[] = ['requested', 'expired', 'abandoned', 'failed']
const OUTCOMES: readonly Outcome[] = ['revoked', 'expired', 'never-issued']

/** The text of a lease, live or ended. Holds no secret: a lease has none. */
export function leaseText(lease: Lease, nonce: string): string {
  return documentText(nonce, {
    state: lease.status,
    id: lease.id,
    credential_type: lease.credentialType,
    holder: lease.holder,
    principal: principalFields(lease.principal),
    allowed_without_subject: lease.allowedWithoutSubject,
    issued_at: lease.issuedAt,
    expires_at: lease.expiresAt,
    ...statusFields(lease),
  })
}

/**
 * Reads a live lease.
 *
 * @param id - what the key says; the document must say the same.
 * @throws `state-invalid`
 */
export function readLiveLease(key: string, id: LeaseId, text: string): LiveLease {
  const fields = readDocument(key, text)
  const status = fields.oneOf('state', LIVE_STATUSES)
  const facts = {
    ...readFacts(fields, id),
    maxExpiresAt: fields.date('max_expires_at'),
    dueAt: fields.date('due_at'),
  }
  const lease = { ...facts, ...readStatusFields(fields, status) }
  fields.end()
  return lease
}

/** Reads the record of an ended lease; as {@link readLiveLease}. */
export function readEndedLease(key: string, id: LeaseId, text: string): EndedLease {
  const fields = readDocument(key, text)
  const lease = {
    ...readFacts(fields, id),
    status: fields.oneOf('state', ['ended'] as const),
    endedAt: fields.date('ended_at'),
    outcome: fields.oneOf('outcome', OUTCOMES),
    reason: fields.oneOf('reason', END_REASONS),
  }
  fields.end()
  return lease
}

function statusFields(lease: Lease): Readonly<Record<string, unknown>> {
  if (lease.status === 'ended') {
    return { ended_at: lease.endedAt, outcome: lease.outcome, reason: lease.reason }
  }
  const common = { max_expires_at: lease.maxExpiresAt, due_at: lease.dueAt }
  switch (lease.status) {
    case 'pending':
      return common
    case 'active':
      return { ...common, renewed_at: lease.renewedAt }
    case 'revoking':
      return {
        ...common,
        reason: lease.reason,
        requested_at: lease.requestedAt,
        attempts: lease.attempts,
        claimed: lease.claimed,
        last_error: lease.lastError,
      }
  }
}

function readStatusFields(fields: Fields, status: LiveLease['status']) {
  switch (status) {
    case 'pending':
      return { status }
    case 'active':
      return { status, ...defined({ renewedAt: fields.optionalDate('renewed_at') }) }
    case 'revoking':
      return {
        status,
        reason: fields.oneOf('reason', END_REASONS),
        requestedAt: fields.date('requested_at'),
        attempts: fields.count('attempts'),
        claimed: fields.flag('claimed'),
        ...defined({ lastError: fields.optionalText('last_error') }),
      }
  }
}

function readFacts(fields: Fields, id: LeaseId) {
  if (fields.text('id') !== id) throw fields.invalid(`id is not ${id}`)
  const credentialType = fields.oneOf('credential_type', CREDENTIAL_TYPES)
  return {
    id,
    role: roleOf(id),
    credentialType,
    holder: readHolder(fields.fields('holder')),
    principal: readPrincipal(fields.fields('principal'), credentialType),
    ...defined({ allowedWithoutSubject: fields.optionalFlag('allowed_without_subject') }),
    issuedAt: fields.date('issued_at'),
    expiresAt: fields.date('expires_at'),
  }
}

function readHolder(fields: Fields): Holder {
  const kind = fields.oneOf('kind', HOLDER_KINDS)
  const known: Partial<Record<HolderField, string>> = {}
  for (const name of HOLDER_FIELDS) {
    const found = fields.optionalText(name)
    if (found !== undefined) known[name] = found
  }
  fields.end()
  return { kind, ...known }
}

/** What stands behind a lease, as documents say it. The type is the lease's credential type and not written twice. */
export function principalFields(principal: Principal): Readonly<Record<string, unknown>> {
  switch (principal.type) {
    case 'iam_user':
      return {
        user_name: principal.userName,
        user_path: principal.userPath,
        account: principal.account,
        account_role_arn: principal.accountRoleArn,
        access_key_id: principal.accessKeyId,
        asked_again: principal.askedAgain,
      }
    case 'assumed_role':
      return {
        role_arn: principal.roleArn,
        session_name: principal.sessionName,
        ends_by_policy: principal.endsByPolicy,
      }
    case 'federation_token':
      return {
        user_name: principal.userName,
        issuer_arn: principal.issuerArn,
        ends_by_policy: principal.endsByPolicy,
      }
    case 'session_token':
      return {
        access_key_id: principal.accessKeyId,
        issuer_arn: principal.issuerArn,
        issued_second: principal.issuedSecond,
      }
  }
}

function readPrincipal(fields: Fields, type: CredentialType): Principal {
  const principal = readPrincipalOf(fields, type)
  fields.end()
  return principal
}

function readPrincipalOf(fields: Fields, type: CredentialType): Principal {
  switch (type) {
    case 'iam_user': {
      const names = { userName: fields.text('user_name'), userPath: fields.text('user_path') }
      return {
        type,
        ...names,
        ...defined({
          account: fields.optionalText('account'),
          accountRoleArn: fields.optionalText('account_role_arn'),
          accessKeyId: fields.optionalText('access_key_id'),
        }),
        ...(fields.optionalFlag('asked_again') === true && { askedAgain: true }),
      }
    }
    case 'assumed_role':
      return {
        type,
        roleArn: fields.text('role_arn'),
        sessionName: fields.text('session_name'),
        ...endByPolicy(fields),
      }
    case 'federation_token':
      return {
        type,
        userName: fields.text('user_name'),
        ...defined({ issuerArn: fields.optionalText('issuer_arn') }),
        ...endByPolicy(fields),
      }
    case 'session_token':
      return {
        type,
        ...defined({
          accessKeyId: fields.optionalText('access_key_id'),
          issuerArn: fields.optionalText('issuer_arn'),
          issuedSecond: fields.optionalDate('issued_second'),
        }),
      }
  }
}

function endByPolicy(fields: Fields): { readonly endsByPolicy?: true } {
  return fields.optionalFlag('ends_by_policy') === true ? { endsByPolicy: true } : {}
}
