import type { Subject } from '../../core/trust/subject.ts'
import { containsTokens, overlapsTokens, tokensOf } from './glob.ts'

/**
 * Whether everybody whom the subject `inner` lets in is let in by `outer` too, as texts: so AWS compares them. Wildcards
 * count as wildcards, which is the wider reading. Names cover no ids: a repository that sends ids does not fit them,
 * be it the same one or that of whoever took the name over.
 */
export function coversSubject(outer: Subject, inner: Subject): boolean {
  if (outer.issuer !== undefined && outer.issuer !== inner.issuer) return false
  return outer.sub === inner.sub || containsTokens(tokensOf(outer.sub), tokensOf(inner.sub))
}

/** Whether one token may fit both subjects. Certain when it says no. */
export function overlapsSubject(a: Subject, b: Subject): boolean {
  return overlapsTokens(tokensOf(a.sub), tokensOf(b.sub))
}
