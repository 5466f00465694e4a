import type { Expectations } from './expectation.ts'

/** The four credential types of Vault's AWS engine, in Vault's spelling. */
export const CREDENTIAL_TYPES = [
  'iam_user',
  'assumed_role',
  'federation_token',
  'session_token',
] as const

/** One of {@link CREDENTIAL_TYPES}. */
export type CredentialType = (typeof CREDENTIAL_TYPES)[number]

interface CommonFields {
  /** The file's name unless the file says otherwise. */
  readonly name: string
  readonly description?: string
  readonly owner?: string
  /** The definition's own end: nothing is issued from it afterwards. */
  readonly expires_at?: Date
  /** Who may take the role, as GitHub OIDC subjects. */
  readonly subjects?: readonly string[]
  /** What a token has to say besides, by the claim's name; patterns. */
  readonly claims?: Readonly<Record<string, readonly string[]>>
  /** How many leases of the role may live at once. */
  readonly max_leases?: number
  /** What its policies have to keep, see `expectation.ts`. */
  readonly expect?: Expectations
}

/** A user of its own for every lease, deleted at its end. TTLs in seconds. */
export interface IamUserRole extends CommonFields {
  readonly credential_type: 'iam_user'
  readonly policy_arns: readonly string[]
  /** Compact JSON. */
  readonly policy_document?: string
  readonly iam_groups: readonly string[]
  readonly iam_tags: Readonly<Record<string, string>>
  readonly user_path: string
  readonly permissions_boundary_arn?: string
  /** In which other account the users are: daypass takes this role to make and delete them. */
  readonly account_role_arn?: string
  readonly default_ttl: number
  readonly max_ttl: number
}

/** A session of an existing role. TTLs in seconds. */
export interface AssumedRoleRole extends CommonFields {
  readonly credential_type: 'assumed_role'
  /** At least one; the request chooses when there are several. */
  readonly role_arns: readonly string[]
  readonly policy_arns: readonly string[]
  readonly policy_document?: string
  readonly iam_groups: readonly string[]
  /** Values may be templates, see `core/role/name-template.ts`. */
  readonly session_tags: Readonly<Record<string, string>>
  readonly external_id?: string
  /** A template. */
  readonly source_identity?: string
  /** A template. */
  readonly role_session_name?: string
  readonly default_sts_ttl: number
  readonly max_sts_ttl: number
}

/** A federated session of the issuing user (whose key daypass uses), narrowed by a session policy. TTLs in seconds. */
export interface FederationTokenRole extends CommonFields {
  readonly credential_type: 'federation_token'
  readonly policy_arns: readonly string[]
  readonly policy_document?: string
  readonly iam_groups: readonly string[]
  readonly default_sts_ttl: number
  readonly max_sts_ttl: number
}

/** A session with all rights of the issuing user, with MFA where asked. TTLs in seconds. */
export interface SessionTokenRole extends CommonFields {
  readonly credential_type: 'session_token'
  readonly mfa_serial_number?: string
  readonly default_sts_ttl: number
  readonly max_sts_ttl: number
}

/**
 * A role as daypass uses it: read, checked and filled with defaults by `parseRole`. Field names are
 * those of Vault's API, so that a role moves over by copying.
 */
export type Role = IamUserRole | AssumedRoleRole | FederationTokenRole | SessionTokenRole

/** The lifetimes a role allows, in seconds, whatever its type calls them. */
export function ttlLimits(role: Role): { readonly default: number; readonly max: number } {
  return role.credential_type === 'iam_user'
    ? { default: role.default_ttl, max: role.max_ttl }
    : { default: role.default_sts_ttl, max: role.max_sts_ttl }
}
