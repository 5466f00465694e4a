import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { HttpRequest } from '../wire/http-request.ts'
import { queryValue } from '../wire/http-request.ts'

/** An OpenID Connect issuer that mints a token for whoever asks: the sandbox's stand-in for GitHub's. */
export interface OidcIssuer {
  /** The JSON for a path below `/_sandbox/oidc/`; undefined when there is nothing. */
  answer(request: HttpRequest, path: string): object | undefined
}

/** Signature algorithms of tokens. */
export type JwtAlgorithm = 'RS256' | 'ES256'

const NOT_CLAIMS = new Set(['aud', 'audience', 'alg', 'ttl', 'api-version'])

/** An issuer whose keys are made when they are first needed. */
export function createIssuer(url: () => string, now: () => Date): OidcIssuer {
  const pairs = new Map<JwtAlgorithm, KeyPair>()
  const pairOf = (algorithm: JwtAlgorithm): KeyPair => {
    const pair = pairs.get(algorithm) ?? generatePair(algorithm)
    pairs.set(algorithm, pair)
    return pair
  }
  return {
    answer: (request, path) => {
      const issuer = `${url()}/_sandbox/oidc`
      switch (path) {
        case '.well-known/openid-configuration':
          return discovery(issuer)
        case '.well-known/jwks':
          return { keys: [...pairs].map(([alg, { publicKey }]) => publicJwk(alg, publicKey)) }
        case 'token': {
          const algorithm = queryValue(request, 'alg') === 'RS256' ? 'RS256' : 'ES256'
          const claims = readClaims(request, issuer, now())
          // The shape of GitHub's ID token endpoint. GitHub signs RS256, but such keys take a second to make.
          return { count: 1, value: mintToken(claims, algorithm, pairOf(algorithm).privateKey) }
        }
        default:
          return undefined
      }
    },
  }
}

/** Signs claims as a compact JWT. */
export function mintToken(claims: object, algorithm: JwtAlgorithm, key: KeyObject): string {
  const head = { typ: 'JWT', alg: algorithm, kid: algorithm }
  const text = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

function generatePair(algorithm: JwtAlgorithm): KeyPair {
  return algorithm === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

function publicJwk(algorithm: JwtAlgorithm, key: KeyObject): object {
  return { ...key.export({ format: 'jwk' }), kid: algorithm, alg: algorithm, use: 'sig' }
}

function discovery(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
  }
}

/** `sub` and any other query parameter become claims; `ttl` says how many seconds the token is good for. */
function readClaims(request: HttpRequest, issuer: string, now: Date): object {
  const seconds = Math.floor(now.getTime() / 1000)
  const named = request.query.filter(([name]) => !NOT_CLAIMS.has(name))
  const audience = queryValue(request, 'audience') ?? queryValue(request, 'aud')
  return {
    jti: randomUUID(),
    sub: 'repo:octo-org/octo-repo:ref:refs/heads/main',
    ...Object.fromEntries(named),
    aud: audience ?? 'sts.amazonaws.com',
    iss: issuer,
    iat: seconds,
    nbf: seconds,
    exp: seconds + Number(queryValue(request, 'ttl') ?? 300),
  }
}
