import type { HttpRequest } from '../wire/http-request.ts'
import { decodePercent, queryValue } from '../wire/http-request.ts'
import { SETTINGS } from './settings-table.ts'

/** What a request of S3 wants, and of what. */
export interface S3Route {
  /** The operation's name, as in the API reference. */
  readonly action: string
  /** Empty for operations on no bucket. */
  readonly bucket: string
  /** Empty for operations on the bucket itself. */
  readonly key: string
}

/** Sub-resources that S3 has and the sandbox has not. */
const ABSENT = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'policyStatus',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'torrent',
  'website',
]

/** Tells the operation from method, path, host and query. */
export function routeS3(request: HttpRequest): S3Route {
  const { bucket, key } = locate(request)
  const has = (name: string): boolean => queryValue(request, name) !== undefined
  if (bucket === '') return { action: 'ListBuckets', bucket, key }
  const absent = ABSENT.find(has)
  if (absent !== undefined) return { action: `${request.method} ?${absent}`, bucket, key }
  const action = key === '' ? bucketAction(request, has) : objectAction(request, has)
  return { action, bucket, key }
}

/** Path style (`/bucket/key`), or the bucket in the host's name (`bucket.localhost`, `bucket.127.0.0.1`). */
function locate(request: HttpRequest): { bucket: string; key: string } {
  const host = /^(.+)\.(?:localhost|127\.0\.0\.1)(?::\d+)?$/u.exec(request.headers['host'] ?? '')
  const path = decodePercent(request.path.slice(1))
  if (host?.[1] !== undefined) return { bucket: host[1], key: path }
  const slash = path.indexOf('/')
  return slash < 0
    ? { bucket: path, key: '' }
    : { bucket: path.slice(0, slash), key: path.slice(slash + 1) }
}

type Has = (name: string) => boolean

function bucketAction({ method }: HttpRequest, has: Has): string {
  const setting = SETTINGS.find(({ query }) => has(query))
  switch (method) {
    case 'PUT':
      return setting === undefined ? 'CreateBucket' : `Put${setting.noun}`
    case 'DELETE':
      return setting === undefined ? 'DeleteBucket' : `Delete${setting.noun}`
    case 'HEAD':
      return 'HeadBucket'
    case 'POST':
      return has('delete') ? 'DeleteObjects' : 'PostObject'
    default:
      if (setting !== undefined) return `Get${setting.noun}`
      if (has('location')) return 'GetBucketLocation'
      if (has('versions')) return 'ListObjectVersions'
      if (has('uploads')) return 'ListMultipartUploads'
      return has('list-type') ? 'ListObjectsV2' : 'ListObjects'
  }
}

function objectAction({ method, headers }: HttpRequest, has: Has): string {
  switch (method) {
    case 'PUT':
      if (has('tagging')) return 'PutObjectTagging'
      if (has('partNumber')) return 'UploadPart'
      return headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject'
    case 'DELETE':
      if (has('tagging')) return 'DeleteObjectTagging'
      return has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject'
    case 'HEAD':
      return 'HeadObject'
    case 'POST':
      return has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload'
    default:
      return has('tagging') ? 'GetObjectTagging' : 'GetObject'
  }
}
