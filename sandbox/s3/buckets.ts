import { AwsError } from '../aws-error.ts'
import { authorise } from '../access/authorise.ts'
import type { Call } from '../access/call.ts'
import type { Reply } from '../wire/reply.ts'
import { s3Reply } from '../wire/reply.ts'
import { childText, readXml } from '../wire/xml-read.ts'
import { createBucket } from '../world/bucket.ts'
import type { S3Call } from './s3-call.ts'
import { emptyReply, query, requireBucketRight, s3Arn } from './s3-call.ts'

const NAME = /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z\d][a-z\d.-]{1,61}[a-z\d]$/u

/** GET / */
export function listBuckets(call: Call): Reply {
  authorise(call, { action: 's3:ListAllMyBuckets', resource: '*' })
  const prefix = query(call, 'prefix')
  const own = [...call.world.buckets.values()].filter(
    ({ accountId, name }) => accountId === call.caller.accountId && name.startsWith(prefix ?? ''),
  )
  const buckets = own
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, createdAt, region }) => ({
      Name: name,
      CreationDate: createdAt,
      BucketRegion: region,
    }))
  return s3Reply('ListAllMyBucketsResult', {
    Owner: { ID: call.caller.accountId },
    Buckets: { Bucket: buckets },
    Prefix: prefix,
  })
}

/** PUT /bucket */
export function answerCreateBucket(call: Call, name: string): Reply {
  if (!NAME.test(name)) {
    throw new AwsError(400, 'InvalidBucketName', 'The specified bucket is not valid.', {
      BucketName: name,
    })
  }
  authorise(call, { action: 's3:CreateBucket', resource: s3Arn(call, name) })
  const owner = call.world.buckets.get(name)?.accountId
  if (owner !== undefined) throw taken(name, owner === call.caller.accountId)
  const { body } = call.request
  const wanted = body.length === 0 ? undefined : readXml(body.toString())
  const region = (wanted && childText(wanted, 'LocationConstraint')) ?? 'us-east-1'
  call.world.buckets.set(name, createBucket(name, call.caller.accountId, region, call.now))
  return emptyReply(200, { location: `/${name}` })
}

/** DELETE /bucket */
export function deleteBucket(call: S3Call): Reply {
  requireBucketRight(call, 's3:DeleteBucket')
  if (call.bucket.objects.size > 0) {
    throw new AwsError(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      BucketName: call.bucket.name,
    })
  }
  call.world.buckets.delete(call.bucket.name)
  return emptyReply(204)
}

/** HEAD /bucket */
export function headBucket(call: S3Call): Reply {
  requireBucketRight(call, 's3:ListBucket')
  return emptyReply(200, { 'x-amz-bucket-region': call.bucket.region })
}

/** GET /bucket?location */
export function getBucketLocation(call: S3Call): Reply {
  requireBucketRight(call, 's3:GetBucketLocation')
  const { region } = call.bucket
  const text = region === 'us-east-1' ? '' : region
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LocationConstraint>`,
  }
}

function taken(name: string, isOwn: boolean): AwsError {
  return isOwn
    ? new AwsError(
        409,
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { BucketName: name },
      )
    : new AwsError(
        409,
        'BucketAlreadyExists',
        'The requested bucket name is not available. Please select a different name and try again.',
        { BucketName: name },
      )
}
