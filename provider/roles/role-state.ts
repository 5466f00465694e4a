import { formatDuration } from '../../core/language/duration.ts'
import { roleDocument } from '../../core/role/role-document.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Role } from '../../core/role/role.ts'
import { DURATIONS, ROLE_FIELDS, type RoleField, type RoleState } from './attributes.ts'
import { meaningOf } from './same-fields.ts'
import { readWrittenRole } from './written-role.ts'

/** Fields that have a default, which need not be written. */
const WITH_DEFAULT: readonly RoleField[] = [...DURATIONS, 'user_path']

/** A role as attributes for who writes it down anew: without the defaults. */
export function importedRoleState(role: Role, dialect: Dialect): RoleState {
  return WITH_DEFAULT.reduce((state, field) => {
    const without = { ...state, [field]: null }
    const read = readWrittenRole({ ...without, name: role.name }, dialect)
    return 'role' in read && isSame(read.role, role) ? without : state
  }, roleState(role))
}

function isSame(one: Role, other: Role): boolean {
  return JSON.stringify(meaningOf(one)) === JSON.stringify(meaningOf(other))
}

/**
 * A role as attributes. What `before` says in other words (`60m` for `1h`, spaces in a policy, a default that was left
 * out) stays as it is: only what means something else has changed.
 *
 * @param before - the attributes as they are in the state, and the role that they mean; absent for a role that is new
 *   to Terraform.
 */
export function roleState(
  role: Role,
  before?: { readonly state: RoleState; readonly role: Role },
): RoleState {
  const now: Readonly<Record<string, unknown>> = roleDocument(role)
  const means = meaningOf(role)
  const meant = before === undefined ? undefined : meaningOf(before.role)
  const fields = ROLE_FIELDS.map((field) => {
    const same = meant !== undefined && means[field] === meant[field]
    return [field, same ? before?.state[field] : inTerraform(field, now[field])]
  })
  // The fields of a role's document are of the types that the schema names.
  return Object.fromEntries(fields) as RoleState
}

function inTerraform(field: RoleField, value: unknown): unknown {
  if (value === undefined) return null
  if (field === 'policy_document') return JSON.stringify(value)
  return DURATIONS.includes(field) ? formatDuration(Number(value)) : value
}
