import { DaypassError, type ErrorCode } from '../../core/errors.ts'
import type { Reason } from '../../core/reason.ts'
import { type S3Failure, isUndecided, readFailure } from './s3-failure.ts'
import { defined } from '../../core/language/defined.ts'

/** What was being done, and where. */
export interface S3Attempt {
  readonly action: 'read' | 'write' | 'remove' | 'list'
  readonly bucket: string
  /** Key or prefix, as it is in the bucket. */
  readonly key: string
  /** The account that must own the bucket, if one was named. */
  readonly expectedBucketOwner: string | undefined
  /** Whether the state URL asks for a way of encryption. */
  readonly isEncrypted: boolean
}

/** Failures before a connection stood: nothing was asked of S3. */
const NEVER_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|UNABLE_TO_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*)$/

const RIGHTS: Readonly<Record<S3Attempt['action'], string>> = {
  read: 's3:GetObject',
  write: 's3:PutObject and s3:GetObject',
  remove: 's3:DeleteObject',
  list: 's3:ListBucket',
}

/** A failed request to S3 in the domain's words. A write without a clear answer is `outcome-unknown`. */
export function s3Error(error: unknown, attempt: S3Attempt): DaypassError {
  if (error instanceof DaypassError) return error
  const failure = readFailure(error)
  const { code, hint, reason } = judge(failure, attempt)
  const message = `cannot ${attempt.action} s3://${attempt.bucket}/${attempt.key}: ${failure.summary}`
  return new DaypassError(code, message, {
    cause: new Error(failure.summary),
    ...defined({ hint, reason }),
  })
}

interface Judgement {
  readonly code: ErrorCode
  readonly hint?: string
  readonly reason?: Reason
}

function judge(failure: S3Failure, attempt: S3Attempt): Judgement {
  const { code, status, network } = failure
  if (/^(?:CredentialsProviderError|TokenProviderError|ProviderError)$/.test(code)) {
    return { code: 'aws-credentials-missing' }
  }
  if (failure.summary.startsWith('Region is missing') || failure.region !== undefined) {
    const region = failure.region ?? 'the bucket’s region'
    return { code: 'state-url-invalid', hint: `add ?region=${region} to the state URL` }
  }
  if (code === 'NoSuchBucket' || status === 404) {
    return {
      code: 'state-not-found',
      reason: { is: 'bucket-missing', bucket: attempt.bucket },
      hint: `create the bucket ${attempt.bucket}, or correct the state URL`,
    }
  }
  const cure = cureOfTopic(failure, attempt)
  if (cure !== undefined) return { code: 'state-denied', hint: cure }
  if (failure.topic === 'checksum' && isOfServer(failure)) {
    const hint = 'the server knows no CRC32, which the SDK sends unless it is told not to'
    return { code: 'state-denied', reason: { is: 'checksum-unknown' }, hint }
  }
  if (status === 501) {
    return {
      code: 'state-unsafe',
      hint: 'use Amazon S3 or an S3 server with conditional writes (If-None-Match and If-Match)',
    }
  }
  if (status !== undefined && status >= 300 && status < 500 && !isPassing(failure)) {
    return { code: 'state-denied', hint: deniedHint(failure, attempt) }
  }
  const neverSent = NEVER_CONNECTED.test(network ?? '')
  const unclear = attempt.action === 'write' && !neverSent && status !== 409
  return { code: unclear ? 'outcome-unknown' : 'state-unavailable' }
}

/** Refusals that say nothing against the request itself. */
function isPassing(failure: S3Failure): boolean {
  const { status, code } = failure
  return status === 408 || isUndecided(failure) || status === 429 || code === 'RequestTimeout'
}

/** Whether the server says of itself that it cannot do as it was asked. */
function isOfServer({ status }: S3Failure): boolean {
  return status === 400 || status === 501
}

/** What to do about a refusal whose words name its matter; without it a person would look at rights or conditions. */
function cureOfTopic(failure: S3Failure, attempt: S3Attempt): string | undefined {
  const { code, status, topic } = failure
  if (topic === 'encryption' && status === 403) {
    return 'allow kms:GenerateDataKey and kms:Decrypt on the KMS key of the bucket or of the state URL'
  }
  if (code.startsWith('KMS.') && isOfServer(failure)) return 'check the KMS key in the state URL'
  if (attempt.isEncrypted && attempt.action === 'write') {
    // MinIO without a KMS says no more than 501, which of a write without sse would mean its condition.
    const isRefused = status === 501 || (status === 400 && topic === 'encryption')
    if (isRefused)
      return 'the server cannot encrypt as sse asks in the state URL: take it off, or set up its KMS'
  }
  return undefined
}

function deniedHint({ code, status }: S3Failure, attempt: S3Attempt): string {
  if (/^(?:ExpiredToken|InvalidToken|InvalidAccessKeyId|SignatureDoesNotMatch)$/.test(code)) {
    return 'renew the AWS credentials that daypass runs with'
  }
  if (code === 'RequestTimeTooSkewed') return 'set this machine’s clock'
  if (status !== 403) return 'check the settings in the state URL, e.g. the KMS key'
  const { bucket, key, expectedBucketOwner, action } = attempt
  const resource = action === 'list' ? `the bucket ${bucket}` : `arn:aws:s3:::${bucket}/${key}`
  const owner =
    expectedBucketOwner === undefined
      ? ''
      : `, and check that the bucket belongs to ${expectedBucketOwner}`
  const missing =
    action === 'read'
      ? ', and s3:ListBucket on the bucket (else S3 says 403 of a missing object)'
      : ''
  const policy =
    action === 'write' && !attempt.isEncrypted
      ? '; if the bucket’s policy asks for encryption, name it in the state URL: sse=AES256 or sse=aws:kms'
      : ''
  return `allow ${RIGHTS[action]} on ${resource}${missing}${owner}${policy}`
}
