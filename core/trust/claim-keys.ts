import { DaypassError } from '../errors.ts'
import type { Role } from '../role/role.ts'
import { GITHUB_ISSUER } from './subject.ts'

interface OfIssuer {
  readonly issuer?: string | undefined
}

/**
 * Claims of GitHub's tokens for which STS has condition keys.
 *
 * Source: https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
 */
const CLAIM_KEYS = new Set(
  'actor actor_id job_workflow_ref repository repository_id workflow ref environment enterprise_id'.split(
    ' ',
  ),
)

/** Those claims of a role for which AWS has condition keys. */
export function knownClaims(
  claims: Role['claims'] = {},
  { issuer = GITHUB_ISSUER }: OfIssuer,
): NonNullable<Role['claims']> {
  const isKnown = ([name]: readonly [string, unknown]) => hasKeys(issuer) && CLAIM_KEYS.has(name)
  return Object.fromEntries(Object.entries(claims).filter(isKnown))
}

/** STS knows claims of GitHub's own provider; those of other servers have `aud` and `sub` alone. Loopback stands in for it. */
function hasKeys(issuer: string): boolean {
  return /^(token\.actions\.githubusercontent\.com|127\.0\.0\.1|localhost)([:/]|$)/.test(issuer)
}

/** @throws `request-invalid` where AWS has no condition key for a claim. */
export function refuseUnknownClaims(claims: Role['claims'] = {}, trusted: OfIssuer): void {
  const known = knownClaims(claims, trusted)
  const unknown = Object.keys(claims).find((name) => !(name in known))
  if (unknown === undefined) return
  throw new DaypassError(
    'request-invalid',
    `AWS has no condition key for the claim ${unknown} of ${trusted.issuer ?? GITHUB_ISSUER}, so that no trust policy can hold it`,
    {
      hint: `leave it to a broker, which compares it; of GitHub's, AWS knows ${[...CLAIM_KEYS].join(', ')}`,
    },
  )
}
