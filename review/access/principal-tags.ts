import { conditionsHold } from '../../core/policy/conditions.ts'
import { NO_TAGS, type PrincipalTags, type SourcedStatement } from '../model/role-access.ts'
import type { SourcedRole } from '../model/role-set.ts'
import type { Clause } from './clauses.ts'

const PREFIX = 'aws:principaltag/'
const VARIABLE = /\$\{([^},]+)(,[^}]*)?\}/g

/**
 * The tags that credentials of a role have. A session has its AWS role's tags besides, and whoever tags users later is not
 * known either.
 */
export function principalTagsOf({ role, knownLater }: SourcedRole): PrincipalTags {
  const isUser = role.credential_type === 'iam_user'
  if (knownLater.includes(isUser ? 'iam_tags' : 'session_tags')) return NO_TAGS
  const tags = isUser ? role.iam_tags : 'session_tags' in role ? role.session_tags : {}
  const values = Object.entries(tags).map(([key, value]) => [PREFIX + keyOf(key), value] as const)
  return { values: Object.fromEntries(values), absent: [] }
}

/** The same of users beside another side: what only the other side gives them, they have not. */
export function tagsBeside(tags: PrincipalTags, other: PrincipalTags | undefined): PrincipalTags {
  const keys = Object.keys(other?.values ?? {})
  return { ...tags, absent: keys.filter((key) => tags.values[key] === undefined) }
}

/** What a text says once the tags are known: undefined where it names one that is not there, and so fits nothing. */
export function bindText(text: string, tags: PrincipalTags): string | undefined {
  const variables = [...text.matchAll(VARIABLE)]
  const fitsNothing = variables.some(
    ([, name = '', fallback]) => fallback === undefined && isAbsent(keyOf(name), tags),
  )
  if (fitsNothing) return undefined
  return text.replaceAll(VARIABLE, (variable, name: string) => {
    // Its wildcards are characters.
    return tags.values[keyOf(name)]?.replaceAll(/[*?$]/g, '${$&}') ?? variable
  })
}

/** What is left of clauses once the tags are known; undefined when one of them cannot hold. */
export function bindClauses(
  clauses: readonly Clause[],
  tags: PrincipalTags,
  { hasVariables }: Pick<SourcedStatement, 'hasVariables'>,
): readonly Clause[] | undefined {
  const left: Clause[] = []
  for (const clause of clauses) {
    const bound = hasVariables ? clause.values.map((value) => bindText(value, tags)) : clause.values
    const values = bound.filter((value) => value !== undefined)
    const isKnown = tags.values[clause.key] !== undefined || isAbsent(clause.key, tags)
    if (!isKnown || values.some((value) => /\$\{[^*?$]/.test(value)))
      left.push({ ...clause, values })
    else if (!holds({ ...clause, values }, tags)) return undefined
  }
  return left
}

function keyOf(variable: string): string {
  return variable.trim().toLowerCase()
}

function isAbsent(key: string, { absent }: PrincipalTags): boolean {
  return absent.includes(key)
}

function holds({ name, key, values }: Clause, tags: PrincipalTags): boolean {
  const lookup = (asked: string) => tags.values[asked.toLowerCase()]
  return conditionsHold({ [name]: { [key]: values } }, lookup, undefined)
}
