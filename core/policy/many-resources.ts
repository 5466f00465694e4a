import { FIELD_ANY } from './is-covered.ts'
import { ANY, ONE } from './match.ts'
import { hasVariables } from './variables.ts'

/** A text whose `*` and `?` are wildcards. */
export function withWildcards(text: string): string {
  return text.replaceAll('*', ANY).replaceAll('?', ONE)
}

/**
 * A pattern that every resource fits which fits an entry of `Resource` in some request: of a variable nobody knows what it
 * becomes, and "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon
 * boundaries".
 */
export function possibleResource(entry: string, hasVersion: boolean): string {
  const isWhole = entry === '*' || entry.split(':').length > 5
  return resolved(entry, hasVersion) + (isWhole ? '' : ANY)
}

/** Patterns of resources that fit one of the entries in every request. */
export function certainResources(
  entries: readonly string[],
  hasVersion: boolean,
): readonly string[] {
  return entries
    .filter((entry) => !hasVersion || !hasVariables(entry.replaceAll(/\$\{[*?$]\}/g, '')))
    .flatMap((entry) => {
      const [last, ...first] = lastFirst(entry)
      if (entry === '*') return [ANY]
      if (first.some((field) => field.includes('?'))) return []
      const fields = first.map((field) => field.replaceAll('*', FIELD_ANY)).reverse()
      return [[...fields, resolved(last, hasVersion)].join(':')]
    })
}

/** "When you specify an incomplete ARN […], AWS automatically completes the ARN by adding wildcard characters". */
function lastFirst(entry: string): readonly [last: string, ...first: readonly string[]] {
  const fields = entry.split(':')
  const first = fields.slice(0, 5)
  while (first.length < 5) first.push('*')
  const last = fields.length > 5 ? fields.slice(5).join(':') : '*'
  return [last, ...first.reverse()]
}

function resolved(text: string, hasVersion: boolean): string {
  if (!hasVersion) return withWildcards(text)
  return text
    .split(/(\$\{[^}]*\})/)
    .map((piece, index) => (index % 2 === 0 ? withWildcards(piece) : characterOf(piece)))
    .join('')
}

/** `${*}`, `${?}` and `${$}` stand for themselves. */
function characterOf(variable: string): string {
  return /^\$\{[*?$]\}$/.test(variable) ? variable.charAt(2) : ANY
}
