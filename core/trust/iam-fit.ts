import { DaypassError } from '../errors.ts'
import { policySize } from '../policy/text.ts'
import type { Role } from '../role/role.ts'
import { GITHUB_ISSUER } from './subject.ts'

/** Characters of a trust policy without white space: AWS's quota, which it raises to {@link TRUST_CHARACTERS_MAX} on request. */
export const TRUST_CHARACTERS = 2048

/** More than this no account takes. */
export const TRUST_CHARACTERS_MAX = 4096

const ISSUER = /^(?!.*\.(\/|$))([a-z0-9.-]+|(127\.0\.0\.1|localhost):\d+)(\/[\w./-]*[\w-])?$/

/**
 * An issuer as IAM names its provider. What is written otherwise would pass for a server that nobody knows.
 *
 * @throws `request-invalid`.
 */
export function refuseIssuer(issuer: string): void {
  if (ISSUER.test(issuer)) return
  throw new DaypassError(
    'request-invalid',
    `the issuer ${JSON.stringify(issuer)} is not written as in the ARN of its provider`,
    { hint: `in lower case, without https://, a port or a slash at its end: ${GITHUB_ISSUER}` },
  )
}

/** @throws `request-invalid` where IAM takes no policy with a value. */
export function refuseBeyondIam(claims: NonNullable<Role['claims']>): void {
  for (const [claim, values] of Object.entries(claims)) {
    const fault = values.map(beyondIam).find((one) => one !== undefined)
    if (fault !== undefined) throw new DaypassError('request-invalid', `claim ${claim} ${fault}`)
  }
}

/** IAM takes no character beyond U+00FF in a policy. */
export function beyondIam(subject: string): string | undefined {
  if (/\p{Cc}/u.test(subject)) return 'holds a control character: remove it'
  const [beyond] = /[^\0-\u00ff]/u.exec(subject) ?? []
  return beyond === undefined
    ? undefined
    : `has ${/\p{Cf}/u.test(beyond) ? codePoint(beyond) : beyond}, which IAM takes in no policy: rename what it names, or write * in its place`
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** @throws `request-invalid` where a trust policy is longer than any account takes. */
export function refuseLong(policy: object): void {
  const size = policySize(JSON.stringify(policy))
  if (size <= TRUST_CHARACTERS_MAX) return
  throw new DaypassError(
    'request-invalid',
    `the trust policy has ${size} characters, and AWS takes ${TRUST_CHARACTERS}, at most ${TRUST_CHARACTERS_MAX} by request`,
    {
      hint: "name fewer subjects, split the roles among several brokers, or let repo:OWNER/* stand for all of an owner's",
    },
  )
}
