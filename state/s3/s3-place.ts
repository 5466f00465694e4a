import type { S3 } from '@aws-sdk/client-s3'
import type { DaypassError } from '../../core/errors.ts'
import type { S3Location } from '../location.ts'
import type { S3Attempt } from './s3-error.ts'

/** A bucket, with all that its requests have in common. */
export interface S3Place {
  readonly location: S3Location
  readonly client: () => Promise<S3>
  /** Input of every request. */
  readonly common: { readonly Bucket: string; readonly ExpectedBucketOwner?: string }
  /** A key as it is in the bucket. */
  readonly keyOf: (key: string) => string
  /** The error for a failed request. */
  readonly failed: (error: unknown, action: S3Attempt['action'], key: string) => DaypassError
}
