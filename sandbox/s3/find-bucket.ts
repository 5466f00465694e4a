import type { Call } from '../access/call.ts'
import { AwsError } from '../aws-error.ts'
import type { Bucket } from '../world/bucket.ts'
import { header } from './s3-call.ts'

/**
 * The bucket of that name.
 *
 * @throws {@link AwsError} `NoSuchBucket`, or `AccessDenied` when the caller expects another owner.
 */
export function requireBucket(call: Call, name: string): Bucket {
  const bucket = call.world.buckets.get(name)
  if (bucket === undefined) {
    throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', {
      BucketName: name,
    })
  }
  const expected = header(call, 'x-amz-expected-bucket-owner')
  if (expected !== undefined && expected !== bucket.accountId) {
    throw new AwsError(403, 'AccessDenied', 'Access Denied')
  }
  return bucket
}
