import { closest } from '../../core/language/closest.ts'
import { matchesGlob } from '../../core/policy/match.ts'
import type { Role } from '../../core/role/role.ts'
import { readSubject, type RepositoryIds, type Subject } from '../../core/trust/subject.ts'
import type { TrustedIssuer } from '../../core/trust/token-statement.ts'
import { usageError } from '../error-text.ts'
import type { Session } from '../session.ts'

/** Options about whose tokens are trusted. */
export interface TrustFlags {
  readonly audience?: string
  readonly issuer?: string
  readonly repositoryIds?: string
}

/**
 * What the options say about tokens.
 *
 * @throws `request-invalid`.
 */
export function trustedIssuer(flags: TrustFlags): TrustedIssuer {
  const { audience, issuer, repositoryIds = '' } = flags
  if (issuer !== undefined && !/^[a-z0-9.-]+(?::\d+)?(?:\/[\w./-]+)?$/.test(issuer)) {
    throw usageError(`--issuer is ${JSON.stringify(issuer)}`, 'write it without https://')
  }
  const pairs = repositoryIds
    .split(',')
    .flatMap((text) => (text.trim() === '' ? [] : [idsOf(text.trim())]))
  return { audience, issuer, idsOf: new Map(pairs) }
}

/** Says of each repository whose ids are given and change nothing why that is. */
export async function sayUnusedIds(
  { reporter }: Session,
  roles: readonly Role[],
  { idsOf = new Map() }: TrustedIssuer,
): Promise<void> {
  const subjects = roles.flatMap((role) => role.subjects ?? [])
  for (const name of idsOf.keys()) {
    const why = whyUnused(name, subjects.map(readSubject))
    if (why !== undefined) await reporter.warn(`--repository-ids added nothing for ${name}: ${why}`)
  }
}

function whyUnused(name: string, subjects: readonly Subject[]): string | undefined {
  const named = subjects.flatMap(({ form, subject, owner = '', repository = '' }) =>
    owner === '' ? [] : [{ form, subject, repository: `${owner}/${repository}` }],
  )
  const same = named.filter(({ repository }) => repository === name)
  if (same.some(({ form }) => form === 'github-names')) return undefined
  if (same.length > 0) return 'its subjects have ids already'
  const names = named.map(({ repository }) => repository)
  const otherCase = names.find((one) => one.toLowerCase() === name.toLowerCase())
  if (otherCase !== undefined) return `the subjects write ${otherCase}`
  const pattern = named.find(({ repository }) => matchesGlob(repository, name))
  if (pattern !== undefined)
    return `only the pattern ${pattern.subject} fits it, and ids are added to whole names`
  const meant = closest(name, names)
  return meant === undefined ? 'no subject names it' : `did you mean ${meant}?`
}

function idsOf(text: string): readonly [string, RepositoryIds] {
  const [, name = '', owner = '', repository = ''] =
    /^([^\s/=@]+\/[^\s/=@]+)=([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? []
  if (name !== '') return [name, { owner, repository }]
  throw usageError(
    `--repository-ids has ${JSON.stringify(text)}`,
    'write it as OWNER/REPO=OWNER_ID/REPO_ID; gh api repos/OWNER/REPO shows both ids',
  )
}
