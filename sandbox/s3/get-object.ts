import { AwsError } from '../aws-error.ts'
import type { Reply } from '../wire/reply.ts'
import type { ObjectVersion } from '../world/bucket.ts'
import { latestVersion } from '../world/bucket.ts'
import { requireReadConditions } from './conditions.ts'
import { objectContext, readHeaders } from './object-headers.ts'
import type { S3Call } from './s3-call.ts'
import { header, noSuchKey, query, requireObjectRight } from './s3-call.ts'

/** GetObject and HeadObject (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html). */
export function getObject(call: S3Call): Reply {
  const version = findVersion(call)
  requireReadConditions(call, version)
  const headers = readHeaders(call, version)
  const range = readRange(header(call, 'range'), version.body.length)
  if (range === undefined) return { status: 200, headers, body: version.body }
  const [start, end] = range
  return {
    status: 206,
    headers: {
      ...withoutChecksums(headers),
      'content-range': `bytes ${start}-${end}/${version.body.length}`,
    },
    body: version.body.subarray(start, end + 1),
  }
}

/** The checksums are those of the whole object, which a client would compare with the part. */
function withoutChecksums(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-'))
  return Object.fromEntries(kept)
}

/**
 * The version that the request names or the present one, if the caller may read it.
 *
 * @throws {@link AwsError} `AccessDenied`, `NoSuchKey`, `NoSuchVersion`, `MethodNotAllowed` for a delete marker.
 */
export function findVersion(call: S3Call, right = 's3:GetObject'): ObjectVersion {
  const versionId = query(call, 'versionId')
  if (versionId === undefined) {
    const latest = latestVersion(call.bucket, call.key)
    requireObjectRight(call, right, objectContext(latest))
    if (latest === undefined || latest.deleteMarker) throw noSuchKey(call)
    return latest
  }
  const versions = call.bucket.objects.get(call.key) ?? []
  const version = versions.find((entry) => entry.versionId === versionId)
  const context = { ...objectContext(version), 's3:VersionId': versionId }
  requireObjectRight(call, right.replace('Object', 'ObjectVersion'), context)
  if (version === undefined) {
    throw new AwsError(404, 'NoSuchVersion', 'The specified version does not exist.', {
      Key: call.key,
      VersionId: versionId,
    })
  }
  if (version.deleteMarker) {
    const message = 'The specified method is not allowed against this resource.'
    throw new AwsError(405, 'MethodNotAllowed', message)
  }
  return version
}

/** First and last byte; undefined for the whole object, as for what is not understood. */
function readRange(text: string | undefined, size: number): readonly [number, number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/u.exec(text ?? '')
  const [, from = '', to = ''] = match ?? []
  if (match === null || (from === '' && to === '')) return undefined
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (start < size && start <= end) return [start, end]
  throw new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable', {
    RangeRequested: text ?? '',
    ActualObjectSize: String(size),
  })
}
