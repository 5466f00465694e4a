import { AwsError } from '../aws-error.ts'
import type { ConditionContext } from '../access/context.ts'
import type { Reply } from '../wire/reply.ts'
import { s3Reply } from '../wire/reply.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { ObjectVersion } from '../world/bucket.ts'
import { pageOfKeys } from './list-keys.ts'
import { currentObject } from './put-object.ts'
import type { S3Call } from './s3-call.ts'
import { query, requireBucketRight } from './s3-call.ts'

/** ListObjectsV2 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). */
export function listObjectsV2(call: S3Call): Reply {
  requireBucketRight(call, 's3:ListBucket', listContext(call))
  const token = query(call, 'continuation-token')
  const startAfter = query(call, 'start-after')
  const after = token === undefined ? startAfter : readToken(token)
  const { keys, prefixes, next, maxKeys } = readPage(call, after)
  const encode = encoder(call)
  return s3Reply('ListBucketResult', {
    ...sharedFields(call, maxKeys),
    KeyCount: keys.length + prefixes.length,
    IsTruncated: next !== undefined,
    ContinuationToken: token,
    NextContinuationToken: next && Buffer.from(next).toString('base64url'),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    Contents: keys.map((version) => contentFields(version, encode)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  })
}

/** ListObjects, the older form. */
export function listObjects(call: S3Call): Reply {
  requireBucketRight(call, 's3:ListBucket', listContext(call))
  const marker = query(call, 'marker')
  const { keys, prefixes, next, maxKeys } = readPage(call, marker)
  const encode = encoder(call)
  return s3Reply('ListBucketResult', {
    ...sharedFields(call, maxKeys),
    Marker: encode(marker ?? ''),
    NextMarker: next === undefined ? undefined : encode(next),
    IsTruncated: next !== undefined,
    Contents: keys.map((version) => contentFields(version, encode)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  })
}

/** Condition keys of a listing. */
export function listContext(call: S3Call): ConditionContext {
  const context: ConditionContext = {}
  for (const name of ['prefix', 'delimiter', 'max-keys']) {
    const value = query(call, name)
    if (value !== undefined) context[`s3:${name}`] = value
  }
  return context
}

/** `max-keys`, at most 1,000. */
export function readMaxKeys(call: S3Call): number {
  const text = query(call, 'max-keys') ?? '1000'
  if (!/^\d+$/u.test(text)) {
    throw new AwsError(400, 'InvalidArgument', 'Provided max-keys not an integer or within range')
  }
  return Math.min(Number(text), 1000)
}

/** `encoding-type=url` encodes keys, for those that XML cannot hold. */
export function encoder(call: S3Call): (text: string) => string {
  if (query(call, 'encoding-type') !== 'url') return (text) => text
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+')
}

function readPage(call: S3Call, after: string | undefined) {
  const maxKeys = readMaxKeys(call)
  const page = pageOfKeys(call.bucket.keys.sorted(), {
    prefix: query(call, 'prefix') ?? '',
    delimiter: query(call, 'delimiter') ?? '',
    after,
    limit: maxKeys,
    isListed: (key) => currentObject(call.bucket, key) !== undefined,
  })
  const keys = page.keys
    .map((key) => currentObject(call.bucket, key))
    .filter((version) => version !== undefined)
  return { ...page, keys, maxKeys }
}

function sharedFields(call: S3Call, maxKeys: number): XmlFields {
  const encode = encoder(call)
  const delimiter = query(call, 'delimiter')
  return {
    Name: call.bucket.name,
    Prefix: encode(query(call, 'prefix') ?? ''),
    Delimiter: delimiter === undefined ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: query(call, 'encoding-type'),
  }
}

function contentFields(version: ObjectVersion, encode: (text: string) => string): XmlFields {
  return {
    Key: encode(version.key),
    LastModified: version.modifiedAt,
    ETag: version.etag,
    Size: version.body.length,
    StorageClass: version.headers['x-amz-storage-class'] ?? 'STANDARD',
  }
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString()
  if (text !== '') return text
  throw new AwsError(400, 'InvalidArgument', 'The continuation token provided is incorrect')
}
