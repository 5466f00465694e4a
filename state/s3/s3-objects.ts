import type { PutObjectCommandInput, S3 } from '@aws-sdk/client-s3'
import type { Clock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import type { S3Location } from '../location.ts'
import type { Condition, ObjectStore, StoredObject } from '../objects.ts'
import { type S3Access, s3Client } from './s3-client.ts'
import { s3Error } from './s3-error.ts'
import { examineBucket } from './s3-examine.ts'
import { isUndecided, readFailure } from './s3-failure.ts'
import type { S3Place } from './s3-place.ts'
import { formatS3Url } from './s3-url.ts'
import { removeFromS3, removeVersionFromS3 } from './s3-remove.ts'
import { defined } from '../../core/language/defined.ts'

/** How often a write is repeated that S3 could not decide on, because another was under way. */
const UNDECIDED_MAX = 6

/**
 * A store in a bucket of S3, or of a server that speaks its protocol with conditional writes. Nothing is
 * loaded or asked before the first call.
 */
export function s3Objects(
  location: S3Location,
  ports: S3Access & { readonly clock: Clock; readonly environmentEndpoint?: string | undefined },
): ObjectStore {
  const place = placeOf(location, ports)
  return {
    place: nameOf(location, ports.environmentEndpoint),
    get: async (key) => await get(place, key),
    put: async (key, body, condition) => await put(place, ports.clock, key, body, condition),
    remove: async (keys) => {
      await removeFromS3(place, keys)
    },
    removeVersion: async (key, version) => {
      await removeVersionFromS3(place, key, version)
    },
    list: (prefix, options) => list(place, prefix, options?.after),
    examine: async () => await examineBucket(place),
  }
}

/** Without what says how it is reached: keys, region. */
function nameOf(
  { kind, bucket, prefix, endpoint: given }: S3Location,
  ofEnvironment: string | undefined,
): string {
  const endpoint = given ?? ofEnvironment
  return formatS3Url({ kind, bucket, prefix, ...defined({ endpoint }) })
}

function placeOf(location: S3Location, access: S3Access): S3Place {
  const { bucket, prefix, expectedBucketOwner, encryption } = location
  let loaded: Promise<S3> | undefined
  const keyOf = (key: string): string => (prefix === '' ? key : `${prefix}/${key}`)
  return {
    location,
    keyOf,
    client: async () => await (loaded ??= s3Client(location, access)),
    common: {
      Bucket: bucket,
      ...defined({ ExpectedBucketOwner: expectedBucketOwner }),
    },
    failed: (error, action, key) =>
      s3Error(error, {
        action,
        bucket,
        key: keyOf(key),
        expectedBucketOwner,
        isEncrypted: encryption !== undefined,
      }),
  }
}

async function get(place: S3Place, key: string): Promise<StoredObject | undefined> {
  const client = await place.client()
  try {
    const found = await client.getObject({ ...place.common, Key: place.keyOf(key) })
    const body = (await found.Body?.transformToString()) ?? ''
    return { body, version: versionOf(found.ETag) }
  } catch (error) {
    const failure = readFailure(error)
    if (failure.status === 404 && failure.code !== 'NoSuchBucket') return undefined
    throw place.failed(error, 'read', key)
  }
}

async function put(
  place: S3Place,
  clock: Clock,
  key: string,
  body: string,
  condition: Condition | undefined,
): Promise<{ readonly version: string } | 'conflict'> {
  const client = await place.client()
  const input = writeInput(place, key, body, condition)
  for (let attempt = 1; ; attempt++) {
    try {
      const { ETag } = await client.putObject(input)
      return { version: versionOf(ETag) }
    } catch (error) {
      const failure = readFailure(error)
      if (isLost(failure, condition)) return 'conflict'
      // Another write is under way and S3 will not say which wins; the same again will tell.
      if (!isUndecided(failure) || attempt === UNDECIDED_MAX) {
        throw place.failed(error, 'write', key)
      }
      await clock.sleep(25 * 2 ** attempt)
    }
  }
}

function writeInput(
  { common, location, keyOf }: S3Place,
  key: string,
  body: string,
  condition: Condition | undefined,
): PutObjectCommandInput {
  const { encryption, kmsKeyId } = location
  return {
    ...common,
    Key: keyOf(key),
    // A text, not a stream: Ceph takes no chunked uploads.
    Body: body,
    // The SDK leaves it out for an empty text.
    ContentLength: Buffer.byteLength(body),
    ContentType: 'application/json',
    ...defined({ ServerSideEncryption: encryption, SSEKMSKeyId: kmsKeyId }),
    ...(condition !== undefined &&
      ('absent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.version })),
  }
}

/** 412: the condition does not hold, for which some servers say 304; 404: there is nothing to replace. */
function isLost(
  { status, code }: { readonly status: number | undefined; readonly code: string },
  condition: Condition | undefined,
): boolean {
  if (condition === undefined) return false
  const isGone = status === 404 && 'version' in condition && code !== 'NoSuchBucket'
  return status === 412 || status === 304 || isGone
}

async function* list(place: S3Place, prefix: string, after?: string): AsyncGenerator<string> {
  const client = await place.client()
  const own = place.keyOf('').length
  let from: { StartAfter?: string; ContinuationToken?: string } =
    after === undefined || after === '' ? {} : { StartAfter: place.keyOf(after) }
  for (;;) {
    const input = { ...place.common, Prefix: place.keyOf(prefix), ...from }
    const page = await client.listObjectsV2(input).catch((error: unknown) => {
      throw place.failed(error, 'list', prefix)
    })
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key.slice(own)
    if (page.NextContinuationToken === undefined) return
    from = { ContinuationToken: page.NextContinuationToken }
  }
}

/** Without quotes: Ceph compares them as part of the tag. */
function versionOf(etag: string | undefined): string {
  if (etag !== undefined) return etag.replaceAll('"', '')
  throw new DaypassError('state-unsafe', 'the state store gives no ETag', {
    hint: 'use Amazon S3 or an S3 server with conditional writes',
  })
}
