import { DaypassError } from '../errors.ts'

/** What a token says that daypass looks at. */
export interface TokenClaims {
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
  /** All that it says, by the claims' names. */
  readonly claims: Readonly<Record<string, unknown>>
}

/**
 * Reads what an OIDC token says. The signature is **not** checked: that is AWS's part, and a job that forges a token
 * deceives nobody but itself.
 *
 * @throws `request-invalid`, which does not repeat the token.
 */
export function readTokenClaims(token: string): TokenClaims {
  const claims = claimsOf(token)
  const { iss, sub, aud } = claims
  if (typeof iss !== 'string' || typeof sub !== 'string')
    throw notReadable('has no issuer or no subject')
  return {
    issuer: iss,
    subject: sub,
    claims,
    audiences: [aud].flat().filter((one) => typeof one === 'string'),
  }
}

/** Whose token it is, in one line: none of issuer, audience and subject is a secret. */
export function describeToken({ issuer, audiences, subject }: TokenClaims): string {
  return `the token has iss ${shown(issuer)}, aud ${shown(audiences.join(', '))}, sub ${shown(subject)}`
}

/** A text of a token in quotes, with escapes for what would steer a terminal or turn the writing round. */
export function shown(text: string): string {
  return JSON.stringify(text.slice(0, 512)).replaceAll(
    /[\p{Cc}\p{Cf}\p{Bidi_Control}\u2028\u2029]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, payload = '', ...rest] = token.split('.')
  if (rest.length !== 1) throw notReadable('is not a JSON Web Token')
  let claims: unknown
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
      one.charCodeAt(0),
    )
    claims = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw notReadable('is not a JSON Web Token')
  }
  if (typeof claims === 'object' && claims !== null) return { ...claims }
  throw notReadable('holds no claims')
}

function notReadable(what: string): DaypassError {
  return new DaypassError('request-invalid', `the OIDC token ${what}`)
}
