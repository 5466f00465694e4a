/** One step of a pattern: any text, any one character, a character, or a variable. */
export type Token =
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'text'; readonly text: string }
  /** What a request puts in its place is not known; in a pattern's text it is what stands in the braces. */
  | { readonly kind: 'variable'; readonly text: string }

/**
 * Takes a pattern apart: `*`, `?`, and variables such as `${aws:username}`. `${*}`, `${?}` and `${$}` are characters.
 * In front of a `?`, `*` moves behind it, so that patterns that mean the same look the same.
 */
export function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = []
  let index = 0
  while (index < pattern.length) {
    const end = pattern.startsWith('${', index) ? pattern.indexOf('}', index) : -1
    if (end === -1) {
      push(tokens, wildcardOrText(pattern.charAt(index)))
      index += 1
    } else {
      const text = pattern.slice(index + 2, end)
      const isText = text === '*' || text === '?' || text === '$'
      push(tokens, isText ? { kind: 'text', text } : { kind: 'variable', text: keyOf(text) })
      index = end + 1
    }
  }
  return tokens
}

/** A text as tokens in which nothing is a wildcard or a variable. */
export function textTokens(text: string): readonly Token[] {
  return Array.from(text, (character) => ({ kind: 'text', text: character }))
}

/**
 * Whether everything that fits `inner` fits `outer` as well. Certain when it says yes; it may say no of patterns such
 * as `?*` and `*x`, where neither's wildcards stand where the other's do.
 */
export function containsTokens(outer: readonly Token[], inner: readonly Token[]): boolean {
  return walk(outer, inner, covers)
}

/** Whether some text may fit both. Never says no of two that have one in common. */
export function overlapsTokens(a: readonly Token[], b: readonly Token[]): boolean {
  let reached = new Uint8Array(b.length + 1)
  reached[0] = 1
  for (let i = 0; i <= a.length; i++) {
    const next = new Uint8Array(b.length + 1)
    // Within one row, what is open in `b` may take nothing and let its successor begin.
    for (let j = 0; j <= b.length; j++) {
      if (reached[j] === 0) continue
      const [left, right] = [a[i], b[j]]
      if (right !== undefined && isOpen(right)) reached[j + 1] = 1
      if (left === undefined) {
        continue
      }
      if (isOpen(left)) {
        next[j] = 1
        if (right !== undefined) reached[j + 1] = 1
      } else if (right !== undefined) {
        if (isOpen(right)) next[j] = 1
        else if (meets(left, right)) next[j + 1] = 1
      }
    }
    if (i === a.length) return reached[b.length] === 1
    reached = next
  }
  return false
}

function push(tokens: Token[], token: Token): void {
  const last = tokens.at(-1)
  if (last?.kind === 'any' && token.kind === 'any') return
  if (last?.kind === 'any' && token.kind === 'one') tokens.splice(-1, 0, token)
  else tokens.push(token)
}

function wildcardOrText(character: string): Token {
  if (character === '*') return { kind: 'any' }
  return character === '?' ? { kind: 'one' } : { kind: 'text', text: character }
}

/** Condition keys have no case; a default value has. */
function keyOf(variable: string): string {
  const [key = '', ...rest] = variable.split(',')
  return [key.trim().toLowerCase(), ...rest].join(',')
}

/** Greedy, with one point to go back to, as in `matchesGlob` of the core: a pattern is matched like a text. */
function walk(
  outer: readonly Token[],
  inner: readonly Token[],
  fits: (outer: Token, inner: Token) => boolean,
): boolean {
  let o = 0
  let i = 0
  let star = -1
  let mark = 0
  while (i < inner.length) {
    const [mine, theirs] = [outer[o], inner[i]]
    if (mine?.kind === 'any') {
      star = o++
      mark = i
    } else if (mine !== undefined && theirs !== undefined && fits(mine, theirs)) {
      o++
      i++
    } else if (star >= 0) {
      o = star + 1
      i = ++mark
    } else {
      return false
    }
  }
  while (outer[o]?.kind === 'any') o++
  return o === outer.length
}

function covers(outer: Token, inner: Token): boolean {
  if (outer.kind === 'one') return inner.kind === 'one' || inner.kind === 'text'
  if (outer.kind === 'any' || inner.kind === 'any' || inner.kind === 'one') return false
  return outer.kind === inner.kind && outer.text === inner.text
}

/** Can stand for a text of any length, or none. */
function isOpen(token: Token): boolean {
  return token.kind === 'any' || token.kind === 'variable'
}

function meets(a: Token, b: Token): boolean {
  if (a.kind === 'one' || b.kind === 'one') return true
  return a.kind === 'text' && b.kind === 'text' && a.text === b.text
}
