import { DaypassError, type Problem } from '../../core/errors.ts'
import { readRole } from '../../core/role/parse-role.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Role } from '../../core/role/role.ts'
import { hasUnknown } from '../../terraform-plugin/protocol/known-configuration.ts'
import type {
  AttributePath,
  DiagnosticProblem,
} from '../../terraform-plugin/protocol/diagnostic.ts'
import { wholeNumber } from '../../terraform-plugin/protocol/number.ts'
import { sentence } from '../sentence.ts'
import { ROLE_FIELDS, type RoleField, roleAttributes } from './attributes.ts'

/** The fields of a role as Terraform hands them over; some of them may not be known yet. */
export type WrittenRole = Readonly<Record<RoleField | 'name', unknown>>

/** A role that was read, or what is wrong with it. */
export type ReadRole = { readonly role: Role } | { readonly problems: readonly DiagnosticProblem[] }

/**
 * Reads a role from the attributes of a resource. With fields that are not known yet there is no role, and problems
 * only of fields that are known.
 */
export function readWrittenRole(written: WrittenRole, dialect: Dialect): ReadRole {
  const name = typeof written.name === 'string' ? written.name : 'unknown'
  const open = hasUnknown(written)
  const given = givenFields(written)
  try {
    const role = readRole({ ...given, name }, { file: `daypass_role ${name}`, name, dialect })
    return open ? { problems: [] } : { role }
  } catch (error) {
    if (!(error instanceof DaypassError)) throw error
    const known = error.problems.filter(
      ({ path: [field] }) =>
        // What a role expects of its rights shows when all of them are known.
        !open || (typeof field === 'string' && field in given && field !== 'expect'),
    )
    if (error.problems.length === 0) throw error
    return { problems: known.map(describeProblem) }
  }
}

/** Fields that are given and known; a number as the text of its digits becomes a number. */
function givenFields(written: WrittenRole): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    ROLE_FIELDS.flatMap((field) => {
      const value = written[field]
      if (value === null || hasUnknown(value)) return []
      return [[field, field === 'max_leases' ? asNumber(value) : value]]
    }),
  )
}

function asNumber(value: unknown): unknown {
  const isNumber =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
  return isNumber ? (wholeNumber(value) ?? String(value)) : value
}

function describeProblem({ path, message }: Problem): DiagnosticProblem {
  // A field's name that begins the sentence stays as it is written.
  const named = typeof path[0] === 'string' && message.startsWith(`${path[0]} `)
  const detail = named
    ? `${path[0]}${sentence(message.slice(String(path[0]).length))}`
    : sentence(message)
  return { summary: 'Invalid role', detail, path: attributePath(path) }
}

/** Inside a policy, which is one text for Terraform, the attribute is as near as one can point. */
function attributePath([field, part]: Problem['path']): AttributePath {
  if (typeof field !== 'string') return []
  const attribute = Object.entries(roleAttributes).find(([name]) => name === field)?.[1]
  if (attribute === undefined || part === undefined || typeof attribute.type === 'string')
    return [field]
  return 'map' in attribute.type ? [field, { key: String(part) }] : [field, part]
}
