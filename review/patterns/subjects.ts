import { containsTokens, overlapsTokens, tokensOf } from './glob.ts'
import { defined } from '../../core/language/defined.ts'

/** A subject, and who may take the role by it. */
export interface SubjectReading {
  readonly subject: string
  /** GitHub's two forms (names only, names with ids), another issuer's form, or no form of GitHub's. */
  readonly form: 'github-names' | 'github-ids' | 'other'
  /** Of GitHub: owner and repository by name, which may be patterns. */
  readonly owner?: string
  readonly repository?: string
  /** Of GitHub with ids. */
  readonly ownerId?: string
  readonly repositoryId?: string
  /** What follows the repository: `ref:refs/heads/main`, `environment:prod`, `pull_request`, `*`; absent for all. */
  readonly claim?: string
}

const GITHUB = /^repo:([^/:@]+)(?:@([^/:]+))?\/([^/:@]+)(?:@([^/:]+))?(?::(.*))?$/s

/**
 * Takes an OIDC subject apart. GitHub's are `repo:OWNER/REPO:CLAIM`, and `repo:OWNER@ID/REPO@ID:CLAIM` for repositories
 * that were made, renamed or moved since 2026-07-15. Source: GitHub Docs, "OpenID Connect reference".
 */
export function readSubject(subject: string): SubjectReading {
  const [, owner, ownerId, repository, repositoryId, claim] = GITHUB.exec(subject) ?? []
  if (owner === undefined || repository === undefined) return { subject, form: 'other' }
  return {
    subject,
    form: ownerId === undefined && repositoryId === undefined ? 'github-names' : 'github-ids',
    owner,
    repository,
    ...defined({ ownerId, repositoryId, claim }),
  }
}

/**
 * Whether everybody whom the subject `inner` lets in is let in by `outer` too. Wildcards count as wildcards, which is
 * the wider reading.
 *
 * GitHub's two forms are distinguished: a subject with names only also fits whoever takes the name over, so that it is
 * covered by no subject with ids. One with ids is covered by one with the same names.
 */
export function coversSubject(outer: SubjectReading, inner: SubjectReading): boolean {
  if (contains(outer.subject, inner.subject)) return true
  if (outer.form === 'other' || inner.form === 'other') return false
  if (!coversId(outer.ownerId, inner.ownerId)) return false
  if (!coversId(outer.repositoryId, inner.repositoryId)) return false
  return (
    contains(outer.owner, inner.owner) &&
    contains(outer.repository, inner.repository) &&
    (outer.claim === undefined ? inner.claim === undefined : contains(outer.claim, inner.claim))
  )
}

/** Whether one token may fit both subjects. Certain when it says no. */
export function overlapsSubject(a: SubjectReading, b: SubjectReading): boolean {
  return overlapsTokens(tokensOf(a.subject), tokensOf(b.subject))
}

function coversId(outer: string | undefined, inner: string | undefined): boolean {
  return outer === undefined || contains(outer, inner)
}

function contains(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined || inner === undefined) return outer === inner
  return outer === inner || containsTokens(tokensOf(outer), tokensOf(inner))
}
