import type { Call } from '../access/call.ts'
import { AwsError } from '../aws-error.ts'
import type { Misbehaviour } from '../misbehaviour/misbehaviour.ts'
import type { Reply } from '../wire/reply.ts'
import {
  answerCreateBucket,
  deleteBucket,
  getBucketLocation,
  headBucket,
  listBuckets,
} from './buckets.ts'
import { copyObject } from './copy-object.ts'
import { deleteObject } from './delete-object.ts'
import { deleteObjects } from './delete-objects.ts'
import { requireBucket } from './find-bucket.ts'
import { getObject } from './get-object.ts'
import { listObjects, listObjectsV2 } from './list-objects.ts'
import { listObjectVersions } from './list-versions.ts'
import { multipartOperations } from './multipart.ts'
import { objectTaggingOperations } from './object-tagging.ts'
import { putObject } from './put-object.ts'
import type { S3Route } from './route.ts'
import type { S3Operation } from './s3-call.ts'
import { settingOperations } from './settings.ts'

const operations: Readonly<Record<string, S3Operation>> = {
  CopyObject: copyObject,
  DeleteBucket: deleteBucket,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  GetBucketLocation: getBucketLocation,
  GetObject: getObject,
  HeadBucket: headBucket,
  HeadObject: getObject,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  PutObject: putObject,
  ...settingOperations,
  ...multipartOperations,
  ...objectTaggingOperations,
}

/** Does one operation of S3, if the caller may. */
export function handleS3(call: Call, route: S3Route, misbehaviour: Misbehaviour): Reply {
  if (route.action === 'ListBuckets') return listBuckets(call)
  if (route.action === 'CreateBucket') return answerCreateBucket(call, route.bucket)
  const operation = operations[route.action]
  if (operation === undefined) {
    const message = 'A header you provided implies functionality that is not implemented'
    throw new AwsError(501, 'NotImplemented', message, { Operation: route.action })
  }
  const bucket = requireBucket(call, route.bucket)
  return misbehaviour.store.perform({ ...call, bucket, key: route.key }, operation)
}
