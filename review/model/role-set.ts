import type { Problem } from '../../core/errors.ts'
import type { Place } from '../../core/place.ts'
import type { FieldPath } from '../../core/role/field-finding.ts'
import type { Role } from '../../core/role/role.ts'
import type { RoleAccess } from './role-access.ts'

/** A role and where it was read. */
export interface SourcedRole {
  readonly role: Role
  /** The file, or the address in a Terraform plan. */
  readonly from: string
  /** The text of the file, for comments in it; absent for a role of a Terraform plan. */
  readonly text?: string
  /**
   * The place of a field, or of the nearest thing around it that is there; `[]` is the role itself.
   *
   * @param onKey - points at the field's name instead of its value
   */
  readonly placeOf: (path: FieldPath, onKey?: boolean) => Place
  /** What keeps it from being issued all the same: it wants more than AWS takes. */
  readonly problems?: readonly Problem[]
  /** Fields whose values nobody knows before Terraform applies; `role` leaves them out. */
  readonly knownLater: readonly string[]
  /**
   * It is no role of daypass: `rights`, policies of somebody in IAM or of Vault, as those of a user; `trust`, who may become
   * somebody, as a policy that asks for {@link TRUSTED}. Absent for a role.
   */
  readonly part?: 'rights' | 'trust'
}

/** The condition key that stands for the principal of a trust policy. */
export const TRUSTED = 'trust:Principal'

/** A role on one side, with what it may do. */
export interface ReviewedRole extends SourcedRole {
  readonly access: RoleAccess
}

/** A file, or a resource of a plan, that is no role as it stands. One that is only too large is among the roles besides. */
export interface UnreadableRole {
  readonly from: string
  /** The file's name without its ending, or the name in the plan. */
  readonly name: string
  /** All that is wrong with it, with places where they are known. */
  readonly problems: readonly Problem[]
}

/** All roles of one side of a comparison. */
export interface RoleSet {
  /** Sorted by name; no name stands twice. */
  readonly roles: readonly SourcedRole[]
  readonly unreadable: readonly UnreadableRole[]
}
