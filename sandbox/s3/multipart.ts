import { createHash } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { Reply } from '../wire/reply.ts'
import { s3Reply } from '../wire/reply.ts'
import { childText, readXml } from '../wire/xml-read.ts'
import { without } from '../without.ts'
import type { Upload } from '../world/bucket.ts'
import { newVersionId } from '../world/ids.ts'
import { checkChecksums } from './checksums.ts'
import { requireWriteConditions } from './conditions.ts'
import { headersToKeep, tagsOfWrite, writeContext, writtenHeaders } from './object-headers.ts'
import { currentObject, requireWriteRights, storeObject } from './put-object.ts'
import type { S3Call, S3Operation } from './s3-call.ts'
import { emptyReply, query, requireObjectRight } from './s3-call.ts'

/** Uploads in parts, as clients send large objects. */
export const multipartOperations: Readonly<Record<string, S3Operation>> = {
  CreateMultipartUpload: (call) => {
    requireWriteRights(call)
    const uploadId = newVersionId()
    const { key } = call
    const kept = { headers: headersToKeep(call), tags: tagsOfWrite(call) }
    call.bucket.uploads.set(uploadId, { key, ...kept, parts: new Map() })
    const fields = { Bucket: call.bucket.name, Key: key, UploadId: uploadId }
    return s3Reply('InitiateMultipartUploadResult', fields)
  },
  UploadPart: (call) => {
    requireObjectRight(call, 's3:PutObject', writeContext(call))
    const checksums = checkChecksums(call)
    const { body } = call.request
    const etag = `"${createHash('md5').update(body).digest('hex')}"`
    findUpload(call).parts.set(Number(query(call, 'partNumber')), { body, etag })
    return emptyReply(200, { etag, ...checksums })
  },
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: (call) => {
    requireObjectRight(call, 's3:AbortMultipartUpload')
    findUpload(call)
    call.bucket.uploads.delete(query(call, 'uploadId') ?? '')
    return emptyReply(204)
  },
}

function completeUpload(call: S3Call): Reply {
  requireWriteRights(call)
  const upload = findUpload(call)
  requireWriteConditions(call, currentObject(call.bucket, call.key))
  const listed = readXml(call.request.body.toString()).children.filter(
    ({ name }) => name === 'Part',
  )
  const parts = listed.map((entry) => {
    const part = upload.parts.get(Number(childText(entry, 'PartNumber')))
    const stated = childText(entry, 'ETag')?.replaceAll('"', '')
    if (part !== undefined && part.etag.replaceAll('"', '') === stated) return part
    throw new AwsError(
      400,
      'InvalidPart',
      'One or more of the specified parts could not be found or had another entity tag.',
    )
  })
  const digest = createHash('md5')
  for (const { etag } of parts) digest.update(Buffer.from(etag.replaceAll('"', ''), 'hex'))
  const version = storeObject(call, Buffer.concat(parts.map(({ body }) => body)), {
    headers: upload.headers,
    tags: upload.tags,
    etag: `"${digest.digest('hex')}-${parts.length}"`,
  })
  call.bucket.uploads.delete(query(call, 'uploadId') ?? '')
  const fields = { Bucket: call.bucket.name, Key: call.key, ETag: version.etag }
  const headers = without(writtenHeaders(call.bucket, version), 'etag')
  const reply = s3Reply('CompleteMultipartUploadResult', fields)
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

function findUpload(call: S3Call): Upload {
  const upload = call.bucket.uploads.get(query(call, 'uploadId') ?? '')
  if (upload?.key === call.key) return upload
  throw new AwsError(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  )
}
