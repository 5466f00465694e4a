import { AwsError } from '../aws-error.ts'
import type { ObjectVersion } from '../world/bucket.ts'
import type { S3Call } from './s3-call.ts'
import { header, noSuchKey } from './s3-call.ts'

/**
 * The conditions of a write (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 *
 * @throws {@link AwsError} 412 `PreconditionFailed`; 404 `NoSuchKey` for If-Match on a key that is not there.
 */
export function requireWriteConditions(call: S3Call, present: ObjectVersion | undefined): void {
  const noneMatch = header(call, 'if-none-match')
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') throw notImplemented('If-None-Match')
    if (present !== undefined) throw preconditionFailed('If-None-Match')
  }
  requireMatch(call, header(call, 'if-match'), present)
}

/** If-Match of a write or a delete. */
export function requireMatch(
  call: S3Call,
  match: string | undefined,
  present: ObjectVersion | undefined,
  key = call.key,
): void {
  if (match === undefined) return
  if (present === undefined) throw noSuchKey(call, key)
  if (match !== '*' && !sameEtag(match, present.etag)) throw preconditionFailed('If-Match')
}

/**
 * The conditions of a read.
 *
 * @throws {@link AwsError} 412, or 304 for what has not changed.
 */
export function requireReadConditions(call: S3Call, present: ObjectVersion): void {
  const match = header(call, 'if-match')
  const noneMatch = header(call, 'if-none-match')
  const unmodified = header(call, 'if-unmodified-since')
  const modified = header(call, 'if-modified-since')
  const seconds = Math.floor(present.modifiedAt.getTime() / 1000) * 1000
  if (match !== undefined) {
    if (!matchesAny(match, present.etag)) throw preconditionFailed('If-Match')
  } else if (unmodified !== undefined && seconds > Date.parse(unmodified)) {
    throw preconditionFailed('If-Unmodified-Since')
  }
  if (noneMatch !== undefined) {
    if (matchesAny(noneMatch, present.etag)) throw notModified()
  } else if (modified !== undefined && seconds <= Date.parse(modified)) {
    throw notModified()
  }
}

/** 412 */
export function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold'
  return new AwsError(412, 'PreconditionFailed', message, { Condition: condition })
}

function notModified(): AwsError {
  return new AwsError(304, 'NotModified', 'Not Modified')
}

function notImplemented(name: string): AwsError {
  const message = 'A header you provided implies functionality that is not implemented'
  return new AwsError(501, 'NotImplemented', message, { Header: name })
}

function matchesAny(list: string, etag: string): boolean {
  return list.split(',').some((one) => one.trim() === '*' || sameEtag(one.trim(), etag))
}

/** With or without quotes. */
function sameEtag(a: string, b: string): boolean {
  return a.replaceAll('"', '') === b.replaceAll('"', '')
}
