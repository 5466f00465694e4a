import { createHash } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { Reply } from '../wire/reply.ts'
import type { Bucket, ObjectVersion } from '../world/bucket.ts'
import { addVersion, latestVersion } from '../world/bucket.ts'
import { newVersionId } from '../world/ids.ts'
import { checkChecksums } from './checksums.ts'
import { requireWriteConditions } from './conditions.ts'
import { headersToKeep, tagsOfWrite, writeContext, writtenHeaders } from './object-headers.ts'
import type { S3Call } from './s3-call.ts'
import { emptyReply, header, requireObjectRight } from './s3-call.ts'

/** PutObject (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html). */
export function putObject(call: S3Call): Reply {
  requireKeyLength(call.key)
  requireWriteRights(call)
  const checksums = checkChecksums(call)
  requireWriteConditions(call, currentObject(call.bucket, call.key))
  const version = storeObject(call, call.request.body, {
    headers: { ...headersToKeep(call), ...checksums },
    tags: tagsOfWrite(call),
  })
  return emptyReply(200, writtenHeaders(call.bucket, version))
}

/** The rights that the headers of a write ask for; `If-Match` needs the right to read as well. */
export function requireWriteRights(call: S3Call): void {
  const context = writeContext(call)
  requireObjectRight(call, 's3:PutObject', context)
  if (header(call, 'if-match') !== undefined) requireObjectRight(call, 's3:GetObject')
  if (header(call, 'x-amz-tagging') !== undefined) {
    requireObjectRight(call, 's3:PutObjectTagging', context)
  }
  if (header(call, 'x-amz-acl') !== undefined) {
    requireObjectRight(call, 's3:PutObjectAcl', context)
  }
}

/** Stores a new version of the key of the call. */
export function storeObject(
  call: Pick<S3Call, 'bucket' | 'key' | 'now'>,
  body: Buffer,
  kept: Pick<ObjectVersion, 'headers' | 'tags'> & { readonly etag?: string },
): ObjectVersion {
  const version: ObjectVersion = {
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    ...kept,
    key: call.key,
    versionId: call.bucket.versioning === 'Enabled' ? newVersionId() : 'null',
    deleteMarker: false,
    body,
    modifiedAt: call.now,
  }
  addVersion(call.bucket, version)
  return version
}

/** The object as a read without a version sees it: undefined behind a delete marker. */
export function currentObject(bucket: Bucket, key: string): ObjectVersion | undefined {
  const latest = latestVersion(bucket, key)
  return latest?.deleteMarker === true ? undefined : latest
}

function requireKeyLength(key: string): void {
  const size = Buffer.byteLength(key)
  if (size <= 1024) return
  throw new AwsError(400, 'KeyTooLongError', 'Your key is too long', {
    Size: String(size),
    MaxSizeAllowed: '1024',
  })
}
