import { ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import type { Export } from './exports-in.ts'
import type { InputReader } from './input-reader.ts'

/** One line of the input `role`. */
export interface WantedRole {
  readonly name: string
  /** Tells the credentials of several roles apart. */
  readonly alias: string | undefined
}

const ALIAS = /^[A-Za-z]\w*(?:-\w+)*$/
/** The runner takes these for its own. */
const RESERVED = /^(?:github|runner|actions|input|state)(?:$|[_-])/i

/** The roles that are asked for: one a line, `NAME` or `NAME as ALIAS`. */
export function wantedRoles(
  read: InputReader,
  exports: readonly Export[],
  profile: string | undefined,
): readonly WantedRole[] {
  const lines = (read.text('role') ?? '').split('\n').map((line) => line.trim())
  const roles = lines.flatMap((line) => (line === '' ? [] : [wantedRole(read, line)]))
  if (roles.length === 0) read.problem('role', 'it is missing: name a role')
  const plain = roles.filter(({ alias }) => alias === undefined)
  if (plain.length > 1)
    read.problem('role', `only one can go without an alias: write ${plain[1]?.name ?? ''} as ALIAS`)
  const aliases = roles.flatMap(({ alias }) => (alias === undefined ? [] : [variablePrefix(alias)]))
  if (new Set(aliases).size < aliases.length) read.problem('role', 'two have the same alias')
  if (exports.includes('profile') && plain.length > 0 && profile === undefined)
    read.problem('profile', `it is missing: name the profile for ${plain[0]?.name ?? ''}`)
  return roles
}

/** `audit-logs` → `AUDIT_LOGS_`, before the names of variables. */
export function variablePrefix(alias: string | undefined): string {
  return alias === undefined ? '' : `${alias.toUpperCase().replaceAll('-', '_')}_`
}

/** `AUDIT_LOGS` → `audit-logs-`, before the names of outputs. */
export function outputPrefix(alias: string | undefined): string {
  return alias === undefined ? '' : `${alias.toLowerCase().replaceAll('_', '-')}-`
}

function wantedRole(read: InputReader, line: string): WantedRole {
  const [name = '', as, alias, ...rest] = line.split(/\s+/)
  const isRight = as === undefined || (as === 'as' && alias !== undefined && rest.length === 0)
  if (!isRight) read.problem('role', `${JSON.stringify(line)} is not NAME or NAME as ALIAS`)
  else if (!ROLE_NAME_PATTERN.test(name))
    read.problem('role', `${JSON.stringify(name)} is not the name of a role`)
  else if (alias !== undefined && (!ALIAS.test(alias) || RESERVED.test(alias)))
    read.problem('role', `${JSON.stringify(alias)} cannot be an alias: use letters and digits`)
  return { name, alias }
}
