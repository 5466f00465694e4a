import { timingSafeEqual } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { HttpRequest } from '../wire/http-request.ts'
import type { Authorization } from './authorization.ts'
import { timeOf } from './authorization.ts'
import { hmac, payloadHash, sha256, signingKey, stringToSign } from './canonical.ts'
import { unpackChunks } from './chunked.ts'

/** How far the clock of a client may be off: 5 minutes (AWS gives S3 clients 15). */
const SKEW_MS = 5 * 60 * 1000

/**
 * Proves that a request was signed with the secret and that its body is the signed one. Answers the
 * request with its body unpacked and its trailers among the headers.
 *
 * @throws {@link AwsError} `SignatureDoesNotMatch`, `XAmzContentSHA256Mismatch` …
 */
export function verifySignature(
  request: HttpRequest,
  authorization: Authorization,
  secret: string,
): HttpRequest {
  if (authorization.service === 's3') requireSignedHeaders(request, authorization)
  const key = signingKey(secret, authorization)
  const expected = hmac(key, stringToSign(request, authorization))
  const stated = Buffer.from(authorization.signature, 'hex')
  if (stated.length !== expected.length || !timingSafeEqual(stated, expected)) {
    throw new AwsError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    )
  }
  return withCheckedBody(request, authorization, key)
}

/**
 * Checks that a request is neither too old nor from the future. Two clocks count: the sandbox's own and the
 * one outside, which programs that do not know of the sandbox's clock sign with.
 *
 * @throws {@link AwsError} `RequestTimeTooSkewed` (S3), `SignatureDoesNotMatch` (IAM, STS), `AccessDenied` for a
 * presigned request whose time is over.
 */
export function checkTime(authorization: Authorization, now: Date, outside: Date): void {
  const signed = timeOf(authorization.timestamp).getTime()
  const seconds = authorization.presignedSeconds
  if (seconds !== undefined) {
    if (now.getTime() > signed + seconds * 1000) {
      throw new AwsError(403, 'AccessDenied', 'Request has expired')
    }
    if (signed > now.getTime() + SKEW_MS) {
      throw new AwsError(403, 'AccessDenied', 'Request is not valid yet')
    }
    return
  }
  const near = [now, outside].some((time) => Math.abs(signed - time.getTime()) <= SKEW_MS)
  if (!near) throw skewed(authorization, now)
}

function skewed(authorization: Authorization, now: Date): AwsError {
  if (authorization.service === 's3') {
    return new AwsError(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      { ServerTime: now.toISOString(), MaxAllowedSkewMilliseconds: String(SKEW_MS) },
    )
  }
  const current = now.toISOString().replace(/[:-]|\.\d+/gu, '')
  const expired = timeOf(authorization.timestamp) < now
  return new AwsError(
    403,
    'SignatureDoesNotMatch',
    expired
      ? `Signature expired: ${authorization.timestamp} is now earlier than ${current} (${current} - 5 min.)`
      : `Signature not yet current: ${authorization.timestamp} is still later than ${current} (${current} + 5 min.)`,
  )
}

function requireSignedHeaders(request: HttpRequest, authorization: Authorization): void {
  const signed = new Set(authorization.signedHeaders)
  const names = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))
  const unsigned = ['host', ...names].filter((name) => !signed.has(name))
  if (unsigned.length > 0) {
    const message = 'There were headers present in the request which were not signed'
    throw new AwsError(403, 'AccessDenied', message, { HeadersNotSigned: unsigned.join(', ') })
  }
}

function withCheckedBody(
  request: HttpRequest,
  authorization: Authorization,
  key: Buffer,
): HttpRequest {
  const hash = payloadHash(request, authorization)
  if (hash.startsWith('STREAMING-')) {
    const { body, trailers } = unpackChunks(request.body, hash, authorization, key)
    const length = request.headers['x-amz-decoded-content-length']
    if (length !== undefined && Number(length) !== body.length) {
      throw new AwsError(
        400,
        'IncompleteBody',
        'You did not provide the number of bytes specified by the Content-Length HTTP header.',
      )
    }
    return { ...request, body, headers: { ...request.headers, ...trailers } }
  }
  if (authorization.service === 's3' && request.headers['x-amz-content-sha256'] === undefined) {
    if (authorization.presignedSeconds === undefined) throw missingHash()
  }
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(request.body)) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed."
    throw new AwsError(400, 'XAmzContentSHA256Mismatch', message, {
      ClientComputedContentSHA256: hash,
      S3ComputedContentSHA256: sha256(request.body),
    })
  }
  return request
}

function missingHash(): AwsError {
  return new AwsError(
    400,
    'InvalidRequest',
    'Missing required header for this request: x-amz-content-sha256',
  )
}
