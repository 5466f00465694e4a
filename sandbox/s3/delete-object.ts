import type { ConditionContext } from '../access/context.ts'
import type { Reply } from '../wire/reply.ts'
import type { ObjectVersion } from '../world/bucket.ts'
import { addVersion, latestVersion, removeVersion } from '../world/bucket.ts'
import { newVersionId } from '../world/ids.ts'
import { preconditionFailed, requireMatch } from './conditions.ts'
import { currentObject } from './put-object.ts'
import type { S3Call } from './s3-call.ts'
import { emptyReply, header, query, requireObjectRight } from './s3-call.ts'

/** What is to be deleted. */
export interface Deletion {
  readonly key: string
  readonly versionId: string | undefined
  /** `If-Match`: the ETag, or `*`. */
  readonly match: string | undefined
}

/** What became of it. */
export interface Deleted {
  /** The version that was removed, or the delete marker that was set. */
  readonly versionId?: string
  readonly deleteMarker: boolean
}

/** DeleteObject (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html). */
export function deleteObject(call: S3Call): Reply {
  const versionId = query(call, 'versionId')
  const deleted = deleteVersion(call, { key: call.key, versionId, match: header(call, 'if-match') })
  return emptyReply(204, {
    ...(deleted.versionId !== undefined && { 'x-amz-version-id': deleted.versionId }),
    ...(deleted.deleteMarker && { 'x-amz-delete-marker': 'true' }),
  })
}

/**
 * Deletes one object or version, if the caller may and the condition holds. What is not there counts as
 * deleted, unless there is a condition.
 *
 * @throws {@link AwsError} `AccessDenied`, `PreconditionFailed`, `NoSuchKey`
 */
export function deleteVersion(call: S3Call, deletion: Deletion): Deleted {
  const { key, versionId, match } = deletion
  const { bucket } = call
  requireDeleteRights(call, deletion)
  if (match !== undefined && latestVersion(bucket, key)?.deleteMarker === true) {
    throw preconditionFailed('If-Match')
  }
  requireMatch(call, match, currentObject(bucket, key), key)
  if (versionId !== undefined) {
    const gone = bucket.objects.get(key)?.find((entry) => entry.versionId === versionId)
    removeVersion(bucket, key, versionId)
    return { versionId, deleteMarker: gone?.deleteMarker ?? false }
  }
  if (bucket.versioning === undefined) {
    removeVersion(bucket, key, 'null')
    return { deleteMarker: false }
  }
  const marker = deleteMarker(call, key)
  addVersion(bucket, marker)
  return { versionId: marker.versionId, deleteMarker: true }
}

function requireDeleteRights(call: S3Call, { key, versionId, match }: Deletion): void {
  const right = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'
  const context: ConditionContext = {
    ...(versionId !== undefined && { 's3:VersionId': versionId }),
    ...(match !== undefined && { 's3:if-match': match }),
  }
  requireObjectRight(call, right, context, key)
  if (match !== undefined && match !== '*') requireObjectRight(call, 's3:GetObject', {}, key)
}

function deleteMarker(call: S3Call, key: string): ObjectVersion {
  return {
    key,
    versionId: call.bucket.versioning === 'Enabled' ? newVersionId() : 'null',
    deleteMarker: true,
    body: Buffer.alloc(0),
    etag: '',
    modifiedAt: call.now,
    headers: {},
    tags: {},
  }
}
