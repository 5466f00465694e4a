import type { Problem } from '../../core/errors.ts'
import type { FieldPath } from '../../core/role/finding.ts'
import type { CredentialType, Role } from '../../core/role/role.ts'
import type { RoleAccess, AccessChange } from './access-model.ts'

export type {
  AccessLevel,
  SourcedStatement,
  UnreadPolicy,
  RoleAccess,
  ActionGroup,
  ReachChange,
  ConditionChange,
  DenyChange,
  WildcardChange,
  AccessDifference,
  AccessChange,
} from './access-model.ts'

/** Where something stands. Lines and columns count from 1. */
export interface Place {
  /** As the one who reads it knows it: a path below the reviewed folder, or an address in Terraform. */
  readonly file: string
  readonly line: number
  readonly column: number
}

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
  /** Fields whose values nobody knows before Terraform applies; `role` leaves them out. */
  readonly knownLater: readonly string[]
}

/** A file, or a resource of a plan, that is no role as it stands. */
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

/** A subject, and who may take the role by it. */
export interface SubjectReading {
  readonly subject: string
  /** GitHub's two forms (names only, names with ids), another issuer's form, or no form of GitHub's. */
  readonly form: 'github-names' | 'github-ids' | 'other'
  /** Of GitHub: owner and repository by name, which may be patterns. */
  readonly owner?: string
  readonly repository?: string
  /** Of GitHub with ids. */
  readonly ownerId?: string
  readonly repositoryId?: string
  /** What follows the repository: `ref:refs/heads/main`, `environment:prod`, `pull_request`, `*`; absent for all. */
  readonly claim?: string
}

/** How the ones who may take a role changed. */
export interface TrustChange {
  readonly before: readonly SubjectReading[]
  readonly after: readonly SubjectReading[]
  /** Subjects of the new definition that no subject of the old one covers, in either form of GitHub's. */
  readonly gained: readonly SubjectReading[]
  readonly lost: readonly SubjectReading[]
}

/** A field with one value, before and after; undefined where it is not set. */
export interface FieldChange {
  readonly field: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** `changed`: neither direction, or nobody can tell; it does not count towards the verdict. */
  readonly direction: 'wider' | 'narrower' | 'changed'
}

/** The first word about a role. A role that is both wider and narrower is `wider`. */
export type Verdict = 'wider' | 'narrower' | 'same access'

/** Why a role is wider or narrower. */
export interface VerdictReason {
  readonly aspect: 'existence' | 'access' | 'trust' | 'lifetime' | 'boundary' | 'account' | 'limits'
  /** One clause, lower case, no full stop. */
  readonly text: string
}

/** A role on one side, with what it may do. */
export interface ReviewedRole extends SourcedRole {
  readonly access: RoleAccess
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

/** How much a finding weighs. */
export type Severity = 'error' | 'warning' | 'note'

/** A waiver in a role's file. */
export interface Waiver {
  /** Ids of rules, e.g. `ACC011`. */
  readonly rules: readonly string[]
  /** Absent for every finding of the rules in this role. */
  readonly fingerprint?: string
  readonly reason?: string
  /** From this time it waives nothing. */
  readonly until?: Date
  readonly place: Place
}

/** Something a rule has to say about a role. */
export interface Finding {
  /** Id of the rule, e.g. `ESC001`. */
  readonly rule: string
  readonly severity: Severity
  /** Name of the role; absent when it is about the whole set. */
  readonly role?: string
  /** What is wrong: one sentence fragment, lower case, no full stop. May quote text of the role. */
  readonly reason: string
  /** What to do about it, likewise. */
  readonly cure: string
  readonly place?: Place
  /** Stays the same however lines move; see `fingerprintOf`. */
  readonly fingerprint: string
  /** Whether the old definition has the same finding, by fingerprint. */
  readonly isNew: boolean
  /** The waiver that covers it. */
  readonly waiver?: Waiver
  /** Whether it stops the change: errors that are new and not waived. */
  readonly blocks: boolean
}

/** A rule that could not look, or not at everything. */
export interface RuleNotRun {
  readonly rule: string
  /** Absent for all roles. */
  readonly role?: string
  /** Why, as one clause. */
  readonly reason: string
}

/** What the rules have to say about a comparison. */
export interface Judgement {
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly notRun: readonly RuleNotRun[]
}

/** The rules, as a review calls them. */
export type Judge = (comparison: Comparison) => Judgement

/** How many leases of a role live under its old definition. */
export interface LiveLeases {
  readonly role: string
  readonly count: number
  /** When the last of them ends. */
  readonly lastEndsAt?: Date
}

/** Everything a review found: the one source of every format. */
export interface Review extends Comparison, Judgement {
  /** The widest of all roles. */
  readonly verdict: Verdict
  /** How many findings block. */
  readonly blocking: number
  readonly counts: {
    readonly wider: number
    readonly narrower: number
    readonly sameAccess: number
  }
  /** The day of the action table, `2026-09-26`. */
  readonly actionTableDate: string
  /** What was compared, as the caller named it: revisions, folders, a plan. */
  readonly compared?: { readonly base: string; readonly head: string }
  /** Absent when no state was read. */
  readonly liveLeases?: readonly LiveLeases[]
}
