import { createHash } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import { crc32Base64, crc32cBase64, crc64nvmeBase64 } from './crc.ts'
import type { S3Call } from './s3-call.ts'
import { header } from './s3-call.ts'

const ALGORITHMS: Readonly<Record<string, (body: Buffer) => string>> = {
  crc32: crc32Base64,
  crc32c: crc32cBase64,
  crc64nvme: crc64nvmeBase64,
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
}

/**
 * Compares every checksum that came with the body, in a header or a trailer. Answers those to keep
 * with the object.
 *
 * @throws {@link AwsError} `BadDigest`
 */
export function checkChecksums(call: S3Call): Record<string, string> {
  const { body } = call.request
  const md5 = header(call, 'content-md5')
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
    throw badDigest('Content-MD5')
  }
  const kept: Record<string, string> = {}
  for (const [algorithm, compute] of Object.entries(ALGORITHMS)) {
    const name = `x-amz-checksum-${algorithm}`
    const stated = header(call, name)
    if (stated === undefined) continue
    if (stated !== compute(body)) throw badDigest(algorithm.toUpperCase())
    kept[name] = stated
  }
  return kept
}

function badDigest(what: string): AwsError {
  const message = `The ${what} you specified did not match the calculated checksum.`
  return new AwsError(400, 'BadDigest', message)
}
