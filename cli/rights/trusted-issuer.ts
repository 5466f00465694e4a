import type { RepositoryIds } from '../../core/trust/subject.ts'
import type { TrustedIssuer } from '../../core/trust/trust-policy.ts'
import { usageError } from '../error-text.ts'

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
export function trustedIssuer({ audience, issuer, repositoryIds = '' }: TrustFlags): TrustedIssuer {
  if (issuer !== undefined && !/^[a-z0-9.-]+(?::\d+)?(?:\/[\w./-]+)?$/.test(issuer)) {
    throw usageError(`--issuer is ${JSON.stringify(issuer)}`, 'write it without https://')
  }
  const pairs = repositoryIds
    .split(',')
    .flatMap((text) => (text.trim() === '' ? [] : [idsOf(text.trim())]))
  return { audience, issuer, idsOf: new Map(pairs) }
}

function idsOf(text: string): readonly [string, RepositoryIds] {
  const [, name = '', owner = '', repository = ''] =
    /^([^\s/=@]+\/[^\s/=@]+)=(\d+)\/(\d+)$/.exec(text) ?? []
  if (name !== '') return [name, { owner, repository }]
  throw usageError(
    `--repository-ids has ${JSON.stringify(text)}`,
    'write it as OWNER/REPO=OWNER_ID/REPO_ID; gh api repos/OWNER/REPO shows both ids',
  )
}
