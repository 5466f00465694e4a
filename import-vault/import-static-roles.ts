import { DaypassError } from '../core/errors.ts'
import { formatDuration, parseDuration } from '../core/language/duration.ts'
import { formatRoleText } from '../core/role/format-role-text.ts'
import { withoutUnset } from '../core/role/vault-role.ts'
import { parseStaticRole } from '../core/static/parse-static-role.ts'
import type { Named } from './material.ts'
import type { Note } from './note.ts'

/** A static role as it came over. */
export interface ImportedStaticRole {
  readonly name: string
  readonly from: string
  readonly text: string
  readonly notes: readonly Note[]
  readonly problems: readonly string[]
}

const TAKEN = [
  'username',
  'rotation_period',
  'assume_role_arn',
  'assume_role_session_name',
  'external_id',
]
/** Vault's own number of the user and the role's name, which both follow from the rest. */
const IMPLIED = ['id', 'name']

/** Makes files of static roles. Never throws. */
export function importStaticRoles(all: readonly Named[]): readonly ImportedStaticRole[] {
  return all.map((from) => {
    const given = withoutUnset(from.fields)
    const seconds = parseDuration(given['rotation_period'])
    const period = seconds === undefined ? {} : { rotation_period: formatDuration(seconds) }
    const taken = Object.entries({ ...given, ...period }).filter(([field]) => TAKEN.includes(field))
    const notes = Object.keys(given)
      .filter((field) => !TAKEN.includes(field) && !IMPLIED.includes(field))
      .map((field): Note => ({ kind: 'no place', field, message: JSON.stringify(given[field]) }))
    const text = formatRoleText(Object.fromEntries(taken), [
      `From Vault: ${from.mount}/static-roles/${from.name}`,
      ...notes.map(({ kind, field, message }) => `${kind}: ${field}: ${message}`),
    ])
    const twice = all.filter(({ name }) => name === from.name).length > 1
    const double = twice
      ? ['the name stands for several static roles: import one mount at a time']
      : []
    const unknown = from.unknown.map(
      (field) => `${field} is known only when the plan has been applied`,
    )
    const problems = [...double, ...unknown, ...problemsOf(text, from.name)]
    return { name: from.name, from: from.file, text, notes, problems }
  })
}

function problemsOf(text: string, name: string): readonly string[] {
  try {
    parseStaticRole(text, { file: `${name}.yaml`, name })
    return []
  } catch (error) {
    if (!(error instanceof DaypassError)) throw error
    return error.problems.length > 0
      ? error.problems.map(({ message }) => message)
      : [error.message]
  }
}
