import type { HttpRequest } from '../wire/http-request.ts'
import { decodePercent } from '../wire/http-request.ts'
import { createHash, createHmac } from 'node:crypto'
import type { Authorization } from './authorization.ts'

/** The string whose HMAC is the signature (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html). */
export function stringToSign(request: HttpRequest, authorization: Authorization): string {
  const canonical = canonicalRequest(request, authorization)
  const { timestamp, scope } = authorization
  return ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n')
}

/** The key that signs for one day, region and service. */
export function signingKey(secret: string, authorization: Authorization): Buffer {
  const { date, region, service } = authorization
  const steps = [date, region, service, 'aws4_request']
  return steps.reduce<Buffer>((key, step) => hmac(key, step), Buffer.from(`AWS4${secret}`))
}

/** HMAC-SHA256. */
export function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** The hash of the body that the signature covers, or the word that stands for it. */
export function payloadHash(request: HttpRequest, authorization: Authorization): string {
  const stated = request.headers['x-amz-content-sha256']
  if (stated !== undefined) return stated
  if (authorization.presignedSeconds !== undefined && authorization.service === 's3') {
    return 'UNSIGNED-PAYLOAD'
  }
  return sha256(request.body)
}

function canonicalRequest(request: HttpRequest, authorization: Authorization): string {
  const headers = authorization.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/gu, ' ')}\n`,
  )
  return [
    request.method,
    canonicalPath(request.path, authorization.service === 's3'),
    canonicalQuery(request.query),
    headers.join(''),
    authorization.signedHeaders.join(';'),
    payloadHash(request, authorization),
  ].join('\n')
}

/** S3 encodes the path once, every other service twice. */
function canonicalPath(path: string, once: boolean): string {
  const segments = path.split('/').map((segment) => encode(decodePercent(segment)))
  return once ? segments.join('/') : segments.map(encode).join('/')
}

function canonicalQuery(query: HttpRequest['query']): string {
  return query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
