import type { JsonWebKey } from 'node:crypto'
import { createPublicKey, verify } from 'node:crypto'

/** A token taken apart, not yet trusted. */
export interface JsonWebToken {
  readonly algorithm: string
  readonly keyId: string | undefined
  readonly claims: Readonly<Record<string, unknown>>
  /** What is signed. */
  readonly signed: string
  readonly signature: Buffer
}

/** A public key of an issuer. */
export type IssuerKey = JsonWebKey & { readonly kid?: string }

/** Takes a compact JWT apart; undefined when it is not one. */
export function splitToken(token: string): JsonWebToken | undefined {
  const [head = '', body = '', signature = '', ...rest] = token.split('.')
  const header = readPart(head)
  const claims = readPart(body)
  const { alg, kid } = header ?? {}
  if (claims === undefined || typeof alg !== 'string' || rest.length > 0) return undefined
  return {
    algorithm: alg,
    keyId: typeof kid === 'string' ? kid : undefined,
    claims,
    signed: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  }
}

/** Whether one of the issuer's keys signed the token. */
export function isSignedBy(token: JsonWebToken, keys: readonly IssuerKey[]): boolean {
  const family = { RS256: 'RSA', ES256: 'EC' }[token.algorithm]
  const candidates = keys.filter(
    (key) => key.kty === family && (token.keyId === undefined || key.kid === token.keyId),
  )
  return candidates.some((jwk) => {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const signed = Buffer.from(token.signed)
    return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, token.signature)
  })
}

function readPart(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
