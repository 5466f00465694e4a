import type { NamedPolicy } from '../../core/policy/decision.ts'
import { authorise, isAllowed } from '../access/authorise.ts'
import type { Call } from '../access/call.ts'
import type { ConditionContext } from '../access/context.ts'
import { AwsError } from '../aws-error.ts'
import { queryValue } from '../wire/http-request.ts'
import type { Reply } from '../wire/reply.ts'
import type { Bucket } from '../world/bucket.ts'

/** A call of S3 that names a bucket, and for most operations a key. */
export interface S3Call extends Call {
  readonly bucket: Bucket
  /** Decoded; empty for operations on the bucket itself. */
  readonly key: string
}

/** An operation of S3 on a bucket that exists. */
export type S3Operation = (call: S3Call) => Reply

/** A header of the request. */
export function header(call: Call, name: string): string | undefined {
  return call.request.headers[name]
}

/** A query parameter of the request. */
export function query(call: Call, name: string): string | undefined {
  return queryValue(call.request, name)
}

/** Whether a query parameter is there, with or without a value. */
function hasQuery(call: Call, name: string): boolean {
  return query(call, name) !== undefined
}

/** Asks for a right on the bucket. */
export function requireBucketRight(call: S3Call, right: string, context?: ConditionContext): void {
  authorise(call, bucketAccess(call, right, context))
}

/** Asks for a right on an object of the bucket, by default the one that the request names. */
export function requireObjectRight(
  call: S3Call,
  right: string,
  context?: ConditionContext,
  key = call.key,
): void {
  authorise(call, objectAccess(call, right, key, context))
}

/** Whether the caller may list the bucket: only then AWS tells that a key is not there. */
function mayList(call: S3Call): boolean {
  return isAllowed(call, bucketAccess(call, 's3:ListBucket', {}))
}

/** 404 for a key that is not there, 403 for who may not know. */
export function noSuchKey(call: S3Call, key = call.key): AwsError {
  return mayList(call)
    ? new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key })
    : new AwsError(403, 'AccessDenied', 'Access Denied')
}

/** The ARN of a bucket, or of an object in it. */
export function s3Arn(call: Call, bucket: string, key?: string): string {
  return `arn:${call.world.partition}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`
}

/** An answer without a body. */
export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: '' }
}

function bucketAccess(call: S3Call, action: string, context: ConditionContext = {}) {
  return { action, resource: s3Arn(call, call.bucket.name), ...sharedAccess(call, context) }
}

function objectAccess(call: S3Call, action: string, key: string, context: ConditionContext = {}) {
  return { action, resource: s3Arn(call, call.bucket.name, key), ...sharedAccess(call, context) }
}

function sharedAccess(call: S3Call, context: ConditionContext) {
  const { accountId } = call.bucket
  const presigned = hasQuery(call, 'X-Amz-Signature')
  const shared: ConditionContext = {
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:authType': presigned ? 'REST-QUERY-STRING' : 'REST-HEADER',
    's3:TlsVersion': '1.3',
    's3:ResourceAccount': accountId,
    'aws:ResourceAccount': accountId,
  }
  return {
    context: { ...shared, ...context },
    resourcePolicy: bucketPolicy(call.bucket),
    resourceAccountId: accountId,
  }
}

function bucketPolicy(bucket: Bucket): NamedPolicy | undefined {
  return bucket.policy && { name: 'bucket policy', document: bucket.policy.document }
}
