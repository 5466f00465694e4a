import { readPolicyDocument } from '../../core/policy/document.ts'
import { roleDocument } from '../../core/role/role-document.ts'
import type { Role } from '../../core/role/role.ts'
import { ROLE_FIELDS, type RoleField } from './attributes.ts'
import { type WrittenRole, readWrittenRole } from './written-role.ts'

/**
 * The fields that mean the same in both roles, however they are written: durations, times and their zones, the order of
 * lists and in a policy, white space, what is empty, and a default that is written out. None where one of them is no role
 * yet.
 */
export function sameFields(one: WrittenRole, other: WrittenRole): readonly RoleField[] {
  const [a, b] = [one, other].map((written) => readWrittenRole(written, 'custom-endpoint'))
  if (a === undefined || b === undefined || !('role' in a) || !('role' in b)) return []
  const [before, after] = [meaningOf(a.role), meaningOf(b.role)]
  return ROLE_FIELDS.filter((field) => before[field] === after[field])
}

/** A text for each field of a role that says something, the same for the same meaning. */
export function meaningOf(role: Role): Partial<Readonly<Record<RoleField, string>>> {
  const document = roleDocument(role)
  return Object.fromEntries(
    Object.entries(document).map(([field, value]) => [
      field,
      formOf(field === 'policy_document' ? readPolicy(value) : value),
    ]),
  )
}

/** One for a list of one, and the other spellings that the grammar allows; as it is where that does not fit. */
function readPolicy(value: unknown): unknown {
  try {
    return readPolicyDocument(value, 'identity')
  } catch {
    return value
  }
}

/** No list of a role has an order that means something, nor has one in a policy. */
function formOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(formOf))].sort().join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${name}=${formOf(member)}`)
  return `{${members.sort().join()}}`
}
