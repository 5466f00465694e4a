import { AwsError } from '../aws-error.ts'
import type { Authorization } from './authorization.ts'
import { hmac, sha256 } from './canonical.ts'

/** A body that came as `aws-chunked`, unpacked. */
export interface Unpacked {
  readonly body: Buffer
  /** Trailing headers: the checksum. */
  readonly trailers: Readonly<Record<string, string>>
}

/**
 * Unpacks an `aws-chunked` body and checks the signature of every chunk where they are signed
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …-trailers.html).
 *
 * @throws {@link AwsError} `SignatureDoesNotMatch` or `IncompleteBody`.
 */
export function unpackChunks(
  packed: Buffer,
  kind: string,
  authorization: Authorization,
  key: Buffer,
): Unpacked {
  const signed = kind.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD')
  const { timestamp, scope } = authorization
  let previous = authorization.signature
  const check = (label: string, digests: readonly string[], stated: string | undefined): void => {
    if (!signed) return
    const text = [`AWS4-HMAC-SHA256-${label}`, timestamp, scope, previous, ...digests].join('\n')
    const expected = hmac(key, text).toString('hex')
    if (expected !== stated) throw chunkMismatch()
    previous = expected
  }

  const chunks: Buffer[] = []
  let position = 0
  for (;;) {
    const line = readLine(packed, position)
    const [size = '', extension] = line.text.split(';')
    const length = /^[\da-f]+$/iu.test(size) ? parseInt(size, 16) : NaN
    const chunk = packed.subarray(line.end, line.end + length)
    if (Number.isNaN(length) || chunk.length !== length) throw incompleteBody()
    const signature = extension?.replace(/^chunk-signature=/u, '')
    check('PAYLOAD', [sha256(''), sha256(chunk)], signature)
    position = line.end + length
    if (length === 0) break
    chunks.push(chunk)
    position += 2
  }
  const trailers = readTrailers(packed.subarray(position).toString('latin1'))
  if (kind.endsWith('-TRAILER')) {
    const { 'x-amz-trailer-signature': signature, ...rest } = trailers
    const lines = Object.entries(rest).map(([name, value]) => `${name}:${value}\n`)
    check('TRAILER', [sha256(lines.join(''))], signature)
  }
  return { body: Buffer.concat(chunks), trailers }
}

function readLine(packed: Buffer, start: number): { text: string; end: number } {
  const end = packed.indexOf('\r\n', start)
  if (end < 0) throw incompleteBody()
  return { text: packed.toString('latin1', start, end), end: end + 2 }
}

function readTrailers(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/u).filter((line) => line.includes(':'))
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}

function chunkMismatch(): AwsError {
  return new AwsError(
    403,
    'SignatureDoesNotMatch',
    'The signature of a chunk of the request does not match the signature you provided.',
  )
}

function incompleteBody(): AwsError {
  return new AwsError(
    400,
    'IncompleteBody',
    'The request body terminated unexpectedly or is not in aws-chunked form',
  )
}
