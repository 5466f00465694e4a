import { DaypassError } from '../../core/errors.ts'
import { inspectRole } from '../../core/role/parse-role.ts'
import { isMapping, type Mapping } from '../../core/role/plain-data.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Role } from '../../core/role/role.ts'
import { FIELD_NAMES } from '../../core/role/role-schema.ts'
import type { RoleSet, SourcedRole, UnreadableRole } from '../model/role-set.ts'
import { roleSet } from './role-set.ts'

/** The roles of a Terraform configuration, before and after a plan is applied. */
export interface PlannedRoles {
  readonly base: RoleSet
  readonly head: RoleSet
}

/**
 * Takes the `daypass_role` resources out of a plan, as `terraform show -json PLAN` prints it. What Terraform knows only
 * after it has applied is named in `knownLater`.
 *
 * Source: Terraform's documentation, "JSON Output Format" (`resource_changes`, `after_unknown`).
 *
 * @param plan - the parsed JSON
 * @throws {@link DaypassError} `request-invalid` when it is no plan
 */
export function rolesOfPlan(plan: unknown, dialect: Dialect): PlannedRoles {
  const changes = changesOf(plan)
  const sideOf = (side: 'before' | 'after') =>
    roleSet(changes.flatMap((change) => plannedRole(change, side, dialect)))
  return { base: sideOf('before'), head: sideOf('after') }
}

interface ResourceChange {
  readonly address: string
  /** The resource's name in Terraform, should the role's own not be known. */
  readonly name: string
  readonly before: Mapping | undefined
  readonly after: Mapping | undefined
  readonly unknown: Mapping
}

function changesOf(plan: unknown): readonly ResourceChange[] {
  const changes = isMapping(plan) ? plan['resource_changes'] : undefined
  if (!Array.isArray(changes)) {
    const isPlan = isMapping(plan) && typeof plan['format_version'] === 'string'
    if (isPlan && changes === undefined) return []
    throw new DaypassError('request-invalid', 'this is not a plan of Terraform in JSON', {
      hint: 'write it with: terraform show -json PLANFILE',
    })
  }
  return changes.flatMap((entry: unknown) => {
    if (!isMapping(entry) || entry['type'] !== 'daypass_role' || entry['mode'] === 'data') return []
    const change = isMapping(entry['change']) ? entry['change'] : {}
    return [
      {
        address: textOf(entry['address']),
        name: textOf(entry['name']),
        before: mappingOf(change['before']),
        after: mappingOf(change['after']),
        unknown: mappingOf(change['after_unknown']) ?? {},
      },
    ]
  })
}

function plannedRole(
  change: ResourceChange,
  side: 'before' | 'after',
  dialect: Dialect,
): readonly (SourcedRole | UnreadableRole)[] {
  const values = change[side]
  if (values === undefined) return []
  const unknown = side === 'after' ? change.unknown : {}
  const later = FIELD_NAMES.filter((field) => holdsTrue(unknown[field]))
  const known = knownFields(values, later)
  const from = change.address
  const name = typeof known['name'] === 'string' ? known['name'] : change.name
  const { role, problems } = inspectRole(
    { ...known, ...standIns(known, later) },
    { file: from, name: change.name, dialect },
  )
  if (role === undefined) return [{ from, name, problems }]
  const placeOf = () => ({ file: from, line: 1, column: 1 })
  return [{ role: withoutStandIns(role, known), from, placeOf, problems, knownLater: later }]
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

function mappingOf(value: unknown): Mapping | undefined {
  return isMapping(value) ? value : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
