import { compactPolicy } from '../policy/text.ts'
import { DEFAULT_USER_PATH } from './daypass-limits.ts'
import type { TagPair } from './field-types.ts'
import type { CredentialType, Role } from './role.ts'
import type { RoleFields } from './role-schema.ts'
import { lifetimesOf } from './ttl-rules.ts'

/** Makes a role of fields that break no rule, with defaults for what they leave out. */
export function buildRole(type: CredentialType, fields: RoleFields, name: string): Role {
  const common = {
    name: fields.name ?? name,
    ...pick(fields, [
      'description',
      'owner',
      'expires_at',
      'subjects',
      'claims',
      'max_leases',
      'expect',
    ]),
  }
  const rights = {
    policy_arns: once(fields.policy_arns),
    iam_groups: once(fields.iam_groups),
    ...(fields.policy_document === undefined
      ? {}
      : { policy_document: compactPolicy(fields.policy_document) }),
  }
  const lifetimes = lifetimesOf(type, fields)
  const sts = { default_sts_ttl: lifetimes.default, max_sts_ttl: lifetimes.max }
  switch (type) {
    case 'iam_user':
      return {
        ...common,
        credential_type: type,
        ...rights,
        iam_tags: record(fields.iam_tags),
        user_path: fields.user_path ?? DEFAULT_USER_PATH,
        ...pick(fields, ['permissions_boundary_arn', 'account_role_arn']),
        default_ttl: lifetimes.default,
        max_ttl: lifetimes.max,
      }
    case 'assumed_role':
      return {
        ...common,
        credential_type: type,
        role_arns: once(fields.role_arns),
        ...rights,
        session_tags: record(fields.session_tags),
        ...pick(fields, ['external_id', 'source_identity', 'role_session_name']),
        ...sts,
      }
    case 'federation_token':
      return { ...common, credential_type: type, ...rights, ...sts }
    case 'session_token':
      return { ...common, credential_type: type, ...pick(fields, ['mfa_serial_number']), ...sts }
  }
}

type Picked<F extends keyof RoleFields> = { [K in F]?: NonNullable<RoleFields[K]> }

function pick<F extends keyof RoleFields>(fields: RoleFields, names: readonly F[]): Picked<F> {
  const picked: Picked<F> = {}
  for (const name of names) {
    const value = fields[name]
    if (value !== undefined) picked[name] = value
  }
  return picked
}

function record(pairs: readonly TagPair[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs ?? [])
}

/** What stands twice means no more than once. */
function once(items: readonly string[] = []): readonly string[] {
  return [...new Set(items)]
}
