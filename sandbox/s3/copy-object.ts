import { AwsError } from '../aws-error.ts'
import { decodePercent, readQuery } from '../wire/http-request.ts'
import type { Reply } from '../wire/reply.ts'
import { s3Reply } from '../wire/reply.ts'
import { without } from '../without.ts'
import type { ObjectVersion } from '../world/bucket.ts'
import { preconditionFailed, requireWriteConditions } from './conditions.ts'
import { requireBucket } from './find-bucket.ts'
import { findVersion } from './get-object.ts'
import { headersToKeep, tagsOfWrite, writtenHeaders } from './object-headers.ts'
import { currentObject, requireWriteRights, storeObject } from './put-object.ts'
import type { S3Call } from './s3-call.ts'
import { header } from './s3-call.ts'

/** CopyObject: needs the right to read the source and to write the copy. */
export function copyObject(call: S3Call): Reply {
  requireWriteRights(call)
  const source = findSource(call)
  const match = header(call, 'x-amz-copy-source-if-match')
  if (match !== undefined && match.replaceAll('"', '') !== source.etag.replaceAll('"', '')) {
    throw preconditionFailed('x-amz-copy-source-If-Match')
  }
  requireWriteConditions(call, currentObject(call.bucket, call.key))
  const replaced = header(call, 'x-amz-metadata-directive') === 'REPLACE'
  const retagged = header(call, 'x-amz-tagging-directive') === 'REPLACE'
  const version = storeObject(call, source.body, {
    headers: replaced ? headersToKeep(call) : source.headers,
    tags: retagged ? tagsOfWrite(call) : source.tags,
  })
  const { etag: ETag, modifiedAt: LastModified } = version
  const reply = s3Reply('CopyObjectResult', { LastModified, ETag })
  const headers = without(writtenHeaders(call.bucket, version), 'etag')
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

function findSource(call: S3Call): ObjectVersion {
  const [path = '', query = ''] = (header(call, 'x-amz-copy-source') ?? '').split('?')
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/u.exec(decodePercent(path)) ?? []
  if (bucket === undefined || key === undefined) {
    throw new AwsError(400, 'InvalidArgument', 'Invalid copy source object key')
  }
  const request = { ...call.request, query: readQuery(query) }
  return findVersion({ ...call, request, bucket: requireBucket(call, bucket), key })
}
