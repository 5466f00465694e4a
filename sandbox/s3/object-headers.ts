import type { ConditionContext } from '../access/context.ts'
import { AwsError } from '../aws-error.ts'
import { readQuery } from '../wire/http-request.ts'
import type { Bucket, ObjectVersion } from '../world/bucket.ts'
import type { S3Call } from './s3-call.ts'
import { header } from './s3-call.ts'

const KEPT = new Set([
  'cache-control',
  'content-disposition',
  'content-language',
  'content-type',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-server-side-encryption-customer-key-md5',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
])

/** The headers of a write that stay with the object. */
export function headersToKeep(call: S3Call): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const [name, value] of Object.entries(call.request.headers)) {
    if (KEPT.has(name) || name.startsWith('x-amz-meta-')) kept[name] = value
  }
  const encoding = (header(call, 'content-encoding') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked' && part !== '')
  if (encoding.length > 0) kept['content-encoding'] = encoding.join(',')
  if (!Object.keys(kept).some((name) => name.startsWith('x-amz-server-side-encryption'))) {
    kept['x-amz-server-side-encryption'] = 'AES256'
  }
  return kept
}

/** `x-amz-tagging` of a write. */
export function tagsOfWrite(call: S3Call): Record<string, string> {
  const pairs = readQuery(header(call, 'x-amz-tagging') ?? '')
  if (pairs.length > 10) {
    throw new AwsError(400, 'BadRequest', 'Object tags cannot be greater than 10')
  }
  return Object.fromEntries(pairs)
}

/** Condition keys of a write. */
export function writeContext(call: S3Call): ConditionContext {
  const context: ConditionContext = {}
  for (const name of [
    'x-amz-acl',
    'x-amz-copy-source',
    'x-amz-metadata-directive',
    'x-amz-server-side-encryption',
    'x-amz-server-side-encryption-aws-kms-key-id',
    'x-amz-storage-class',
    'x-amz-content-sha256',
    'if-match',
    'if-none-match',
  ]) {
    const value = header(call, name)
    if (value !== undefined) context[`s3:${name}`] = value
  }
  for (const [key, value] of Object.entries(tagsOfWrite(call))) {
    context[`s3:RequestObjectTag/${key}`] = value
  }
  return context
}

/** Condition keys of an object that is there. */
export function objectContext(version: ObjectVersion | undefined): ConditionContext {
  const tags = Object.entries(version?.tags ?? {})
  return Object.fromEntries(tags.map(([key, value]) => [`s3:ExistingObjectTag/${key}`, value]))
}

/** What a write answers. */
export function writtenHeaders(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  return {
    etag: version.etag,
    ...versionHeader(bucket, version),
    ...pick(version.headers, /^x-amz-(?:server-side-encryption|checksum-)/u),
  }
}

/** What a read answers; checksums only when they are asked for. */
export function readHeaders(call: S3Call, version: ObjectVersion): Record<string, string> {
  const withChecksums = header(call, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'
  const tagCount = Object.keys(version.tags).length
  return {
    ...pick(version.headers, withChecksums ? /^/u : /^(?!x-amz-checksum-)/u),
    ...(withChecksums && { 'x-amz-checksum-type': 'FULL_OBJECT' }),
    ...versionHeader(call.bucket, version),
    ...(tagCount > 0 && { 'x-amz-tagging-count': String(tagCount) }),
    etag: version.etag,
    'last-modified': version.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
  }
}

function versionHeader(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  return bucket.versioning === undefined ? {} : { 'x-amz-version-id': version.versionId }
}

function pick(headers: Readonly<Record<string, string>>, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.test(name)))
}
