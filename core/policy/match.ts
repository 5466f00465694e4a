/** A text with wildcards, and the characters that are wildcards in it. */
export interface Pattern {
  readonly text: string
  /** Matches any number of characters. */
  readonly any: string
  /** Matches exactly one character. */
  readonly one: string
}

/**
 * Stands for `*` in a pattern whose variables are resolved. A noncharacter: it cannot occur in real
 * text.
 */
export const ANY = '\uFFFE'

/** Stands for `?` in a pattern whose variables are resolved. */
export const ONE = '\uFFFF'

/** A text as a policy writes it, with `*` and `?`. */
export function writtenPattern(text: string): Pattern {
  return { text, any: '*', one: '?' }
}

/** Whether a text fits a pattern from end to end. Takes at most pattern × text steps. */
export function matchesPattern({ text: pattern, any, one }: Pattern, text: string): boolean {
  return matchesGlob(pattern, text, any, one)
}

/**
 * Whether an action fits an `Action` entry. "The prefix and the action name are case insensitive".
 */
export function matchesAction(entry: string, lowerCaseAction: string): boolean {
  return entry === '*' || matchesGlob(entry.toLowerCase(), lowerCaseAction)
}

/**
 * As {@link matchesPattern}, without a pattern object. Greedy, with one point to go back to: what
 * an earlier wildcard took never has to change, since the later one can take everything that
 * follows.
 */
export function matchesGlob(pattern: string, text: string, any = '*', one = '?'): boolean {
  const anyCode = any.charCodeAt(0)
  const oneCode = one.charCodeAt(0)
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    const code = p < pattern.length ? pattern.charCodeAt(p) : -1
    if (code === anyCode) {
      star = p++
      mark = t
    } else if (code === text.charCodeAt(t) || code === oneCode) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else {
      return false
    }
  }
  while (p < pattern.length && pattern.charCodeAt(p) === anyCode) p++
  return p === pattern.length
}
