import type { Pattern } from './match.ts'
import { ANY, ONE } from './match.ts'

/** The request's context: the value or values of a condition key, whose case does not matter. */
export type ContextLookup = (key: string) => string | readonly string[] | undefined

/** Characters that stand for themselves when written like a variable: `${*}`, `${?}`, `${$}`. */
const LITERALS: ReadonlySet<string> = new Set(['*', '?', '$'])

/** Whether a text has anything to resolve. */
export function hasVariables(text: string): boolean {
  return text.includes('${')
}

/**
 * Puts the request's values in place of `${key}` and `${key, 'default'}`. Undefined when a variable
 * has no value and no default: "the value is effectively null. There is no equal or like value". A
 * key with several values counts as one without: "You can't use a multivalued condition key as a
 * variable".
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function resolveVariables(text: string, lookup: ContextLookup): string | undefined {
  return resolve(text, lookup, (written) => written)
}

/**
 * As {@link resolveVariables}, for a text with wildcards. Only those that the policy itself wrote
 * are wildcards afterwards; those in the request's values, and `${*}` and `${?}`, are plain
 * characters.
 */
export function resolvePattern(text: string, lookup: ContextLookup): Pattern | undefined {
  const resolved = resolve(text, lookup, (written) =>
    written.replaceAll('*', ANY).replaceAll('?', ONE),
  )
  return resolved === undefined ? undefined : { text: resolved, any: ANY, one: ONE }
}

function resolve(
  text: string,
  lookup: ContextLookup,
  written: (text: string) => string,
): string | undefined {
  let result = ''
  let rest = 0
  for (;;) {
    const start = text.indexOf('${', rest)
    const end = start === -1 ? -1 : text.indexOf('}', start + 2)
    if (end === -1) return result + written(text.slice(rest))
    const value = valueOf(text.slice(start + 2, end), lookup)
    if (value === undefined) return undefined
    result += written(text.slice(rest, start)) + value
    rest = end + 1
  }
}

function valueOf(variable: string, lookup: ContextLookup): string | undefined {
  if (LITERALS.has(variable)) return variable
  const [, key = variable, defaultValue] = /^(.*?), '(.*)'$/.exec(variable) ?? []
  const value = lookup(key)
  // An empty value is none; one with the characters that stand for wildcards in here could only be
  // an attack.
  const usable =
    typeof value === 'string' && value !== '' && !value.includes(ANY) && !value.includes(ONE)
  return usable ? value : defaultValue
}
