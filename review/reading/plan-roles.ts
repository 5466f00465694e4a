import { DaypassError } from '../../core/errors.ts'
import { inspectRole } from '../../core/role/parse-role.ts'
import { isMapping, type Mapping } from '../../core/role/plain-data.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Role } from '../../core/role/role.ts'
import { FIELD_NAMES } from '../../core/role/role-schema.ts'
import type { RoleSet, SourcedRole, UnreadableRole } from '../model/role-set.ts'
import { changesOfPlan, type ResourceChange } from './plan-changes.ts'
import { grantsUnread, plannedPolicies, type PlanSide } from './plan-policies.ts'
import { roleSet } from './role-set.ts'

/** The roles of a Terraform configuration, before and after a plan is applied. */
export interface PlannedRoles {
  readonly base: RoleSet
  readonly head: RoleSet
  /** Addresses of what changes, grants rights, and is not read. */
  readonly notRead: readonly string[]
}

/**
 * Takes the roles out of a plan, as `terraform show -json PLAN` prints it: `daypass_role`, Vault's, and what policies grant and
 * who is trusted in IAM. What Terraform knows only after it has applied is named in `knownLater`.
 *
 * @param plan - the parsed JSON
 * @throws {@link DaypassError} `request-invalid` when it is no plan, `role-not-found` when nothing of it is read here: that is
 * not the same as nothing wrong.
 */
export function rolesOfPlan(plan: unknown, dialect: Dialect): PlannedRoles {
  const changes = changesOfPlan(plan)
  const sideOf = (side: PlanSide) =>
    roleSet([
      ...changes.filter(isRole).flatMap((change) => plannedRole(change, side, dialect)),
      ...plannedPolicies(changes, side),
    ])
  const read = { base: sideOf('before'), head: sideOf('after') }
  const notRead = changes.filter(grantsUnread).map(({ address }) => address)
  if ([read.base, read.head].every(isEmpty)) {
    throw new DaypassError(
      'role-not-found',
      `the plan has nothing that is reviewed here${listed(notRead)}`,
      {
        hint: 'review a plan with roles of daypass or Vault, or with IAM roles and policies',
      },
    )
  }
  return { ...read, notRead }
}

function isRole({ type }: ResourceChange): boolean {
  return type === 'daypass_role' || type === VAULT_ROLE
}

const VAULT_ROLE = 'vault_aws_secret_backend_role'

function isEmpty({ roles, unreadable }: RoleSet): boolean {
  return roles.length === 0 && unreadable.length === 0
}

function listed(addresses: readonly string[]): string {
  if (addresses.length === 0) return ''
  const more = addresses.length > 5 ? ` and ${addresses.length - 5} more` : ''
  return `; not read: ${addresses.slice(0, 5).join(', ')}${more}`
}

function plannedRole(
  change: ResourceChange,
  side: PlanSide,
  dialect: Dialect,
): readonly (SourcedRole | UnreadableRole)[] {
  const values = change[side]
  if (values === undefined) return []
  const unknown = side === 'after' ? change.unknown : {}
  const later = FIELD_NAMES.filter((field) => holdsTrue(unknown[field]))
  const known = knownFields(values, later)
  const from = change.address
  const name = typeof known['name'] === 'string' ? known['name'] : change.name
  const read = inspectRole(
    { ...known, ...standIns(known, later) },
    { file: from, name: change.name, dialect },
  )
  const { role } = read
  // What a role expects of rights that are not known yet is not known either.
  const isOpen = 'expect' in known && RIGHTS.some((field) => later.includes(field))
  const problems = read.problems.filter(({ path: [field] }) => !isOpen || field !== 'expect')
  if (role === undefined) return [{ from, name, problems }]
  const placeOf = () => ({ file: from, line: 1, column: 1 })
  const part = change.type === VAULT_ROLE ? { part: 'rights' as const } : {}
  const planned = withoutStandIns(role, known)
  return [
    {
      role: planned,
      from,
      placeOf,
      problems,
      knownLater: isOpen ? [...later, 'expect'] : later,
      ...part,
    },
  ]
}

/** What the provider adds for itself (`id` and the like) is no field of a role; null is what is not set. */
function knownFields(values: Mapping, later: readonly string[]): Mapping {
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) => {
      if (!FIELD_NAMES.includes(field)) return []
      const known = later.includes(field) ? knownPart(value) : value
      return isUnset(known) ? [] : [[field, known] as const]
    }),
  )
}

/** Of a list, the entries that are known already; nothing of all else. */
function knownPart(value: unknown): unknown {
  return Array.isArray(value)
    ? value.filter((entry: unknown) => typeof entry === 'string')
    : undefined
}

/** Terraform writes lists and maps that nobody set as empty ones. */
function isUnset(value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (Array.isArray(value)) return value.length === 0
  return isMapping(value) && Object.keys(value).length === 0
}

const RIGHTS = ['policy_document', 'policy_arns', 'iam_groups']
const LATER_ROLE = 'arn:aws:iam::000000000000:role/known-after-apply'
const LATER_POLICY =
  '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}'

/** Lets a role whose needed fields are known later be read all the same. */
function standIns(known: Mapping, later: readonly string[]): Mapping {
  const hasRights = RIGHTS.some((field) => field in known)
  return {
    ...(later.includes('role_arns') && !('role_arns' in known) ? { role_arns: [LATER_ROLE] } : {}),
    ...(!hasRights && RIGHTS.some((field) => later.includes(field))
      ? { policy_document: LATER_POLICY }
      : {}),
  }
}

function withoutStandIns(role: Role, known: Mapping): Role {
  if (role.credential_type === 'session_token') return role
  const { policy_document, ...rest } = role
  const own = 'policy_document' in known && policy_document !== undefined ? { policy_document } : {}
  if (rest.credential_type !== 'assumed_role') return { ...rest, ...own }
  return { ...rest, ...own, role_arns: 'role_arns' in known ? rest.role_arns : [] }
}

function holdsTrue(unknown: unknown): boolean {
  if (Array.isArray(unknown)) return unknown.some(holdsTrue)
  return isMapping(unknown) ? Object.values(unknown).some(holdsTrue) : unknown === true
}
