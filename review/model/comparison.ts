import type { CredentialType } from '../../core/role/role.ts'
import type { Subject } from '../../core/trust/subject.ts'
import type { AccessChange } from './access-change.ts'
import type { ReviewedRole, UnreadableRole } from './role-set.ts'

/** How the ones who may take a role changed. */
export interface TrustChange {
  readonly before: readonly Subject[]
  readonly after: readonly Subject[]
  /** Subjects of the new definition that no subject of the old one covers. */
  readonly gained: readonly Subject[]
  readonly lost: readonly Subject[]
}

/** A field with one value, before and after; undefined where it is not set. */
export interface FieldChange {
  readonly field: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** `changed`: neither direction, or nobody can say; it does not count towards the verdict. */
  readonly direction: 'wider' | 'narrower' | 'changed'
}

/** The first word about a role. A role that is both wider and narrower is `wider`. */
export type Verdict = 'wider' | 'narrower' | 'same access'

/** The first word about a review. `not compared`: nothing is wider as far as anybody could look, and somewhere nobody could. */
export type ReviewVerdict = Verdict | 'not compared'

/** Why a role is wider or narrower. */
export interface VerdictReason {
  readonly aspect: 'existence' | 'access' | 'trust' | 'lifetime' | 'boundary' | 'account' | 'limits'
  /** One clause, lower case, no full stop. */
  readonly text: string
}

/** One role, before and after. */
export interface RoleComparison {
  /** The name after; before, for a removed role. */
  readonly name: string
  readonly kind: 'added' | 'removed' | 'renamed' | 'changed' | 'unchanged'
  /** Absent for an added role. */
  readonly before?: ReviewedRole
  /** Absent for a removed role. */
  readonly after?: ReviewedRole
  readonly verdict: Verdict
  readonly wider: readonly VerdictReason[]
  readonly narrower: readonly VerdictReason[]
  readonly access: AccessChange
  readonly trust: TrustChange
  /** `default_ttl` and the like, `max_leases`, `expires_at`; of an added or removed role, all it has. */
  readonly lifetimes: readonly FieldChange[]
  /** `permissions_boundary_arn`, `role_arns`, `user_path`, tags, `mfa_serial_number` and all others. */
  readonly fields: readonly FieldChange[]
  readonly credentialType: {
    readonly before: CredentialType | undefined
    readonly after: CredentialType | undefined
  }
}

/** The whole comparison, before any rule looked at it. */
export interface Comparison {
  /** Sorted by name. */
  readonly roles: readonly RoleComparison[]
  readonly unreadable: {
    readonly base: readonly UnreadableRole[]
    readonly head: readonly UnreadableRole[]
  }
}
