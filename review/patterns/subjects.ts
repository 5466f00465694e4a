import { makerOf, makerOfForm, type Subject } from '../../core/trust/subject.ts'
import { containsTokens, overlapsTokens, type Token, tokensOf } from './glob.ts'

/**
 * Whether everybody whom the subject `inner` lets in is let in by `outer` too: as texts, so AWS compares them, and of an
 * issuer that `outer` takes. Wildcards count as wildcards, which is the wider reading. Names cover no ids: a repository
 * that sends ids does not fit them, be it the same one or that of whoever took the name over.
 */
export function coversSubject(outer: Subject, inner: Subject): boolean {
  return takesIssuer(outer, inner) && coversText(outer.sub, inner.sub)
}

/** The same of two patterns of a claim. */
export function coversText(outer: string, inner: string): boolean {
  return outer === inner || containsTokens(plainTokens(outer), plainTokens(inner))
}

/** Whether one token may fit both subjects. Certain when it says no. */
export function overlapsSubject(a: Subject, b: Subject): boolean {
  return overlapsTokens(plainTokens(a.sub), plainTokens(b.sub))
}

/** Without an issuer of its own, a subject of GitHub's form takes those of GitHub's servers, and any other form every one. */
function takesIssuer(outer: Subject, inner: Subject): boolean {
  if (outer.issuer !== undefined) return outer.issuer === inner.issuer
  const isGithub = makerOfForm(outer) === 'github'
  return !isGithub || inner.issuer === undefined || makerOf(inner.issuer) === 'github'
}

/** A subject knows `*` and `?` and no variables: `${` is a text like any other. */
function plainTokens(text: string): readonly Token[] {
  return tokensOf(text.replaceAll('${', '${$}{'))
}
