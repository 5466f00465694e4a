import type { ContextLookup } from './variables.ts'
import { hasVariables, resolvePattern } from './variables.ts'

/** A text with wildcards, and the characters that are wildcards in it. */
export interface Pattern {
  readonly text: string
  /** Matches any number of characters. */
  readonly any: string
  /** Matches exactly one character. */
  readonly one: string
}

/** Stands for `*` in a pattern whose variables are resolved. A noncharacter: it cannot occur in real text. */
export const ANY = '\uFFFE'

/** Stands for `?` in a pattern whose variables are resolved. */
export const ONE = '\uFFFF'

/** A text as a policy writes it, with `*` and `?`. */
export function writtenPattern(text: string): Pattern {
  return { text, any: '*', one: '?' }
}

/** Whether a text fits a pattern from end to end. Takes at most pattern × text steps. */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  return matchesGlob(pattern.text, text, pattern.any, pattern.one)
}

/**
 * Greedy matching with one point to go back to: what an earlier wildcard took never has to change, since
 * the later one can take everything that follows.
 */
function matchesGlob(pattern: string, text: string, any: string, one: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    const character = pattern[p]
    if (character === any) {
      star = p++
      mark = t
    } else if (character !== undefined && (character === one || character === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else {
      return false
    }
  }
  while (pattern[p] === any) p++
  return p === pattern.length
}

/** Whether an action fits an `Action` entry. "The prefix and the action name are case insensitive". */
export function matchesAction(entry: string, lowerCaseAction: string): boolean {
  if (entry === '*') return true
  return matchesGlob(entry.toLowerCase(), lowerCaseAction, '*', '?')
}

/** An ARN's six fields; the last has everything after the fifth colon. Undefined when there are fewer. */
export type ArnFields = readonly [string, string, string, string, string, string]

/** Takes an ARN apart; undefined when it has fewer than six fields. */
export function splitArn(text: string): ArnFields | undefined {
  const fields = splitFields(text)
  return fields.length === 6 ? (fields as unknown as ArnFields) : undefined
}

function splitFields(text: string): string[] {
  const fields: string[] = []
  let start = 0
  while (fields.length < 5) {
    const colon = text.indexOf(':', start)
    if (colon === -1) break
    fields.push(text.slice(start, colon))
    start = colon + 1
  }
  fields.push(text.slice(start))
  return fields
}
