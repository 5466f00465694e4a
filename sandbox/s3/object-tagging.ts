import { AwsError } from '../aws-error.ts'
import type { ConditionContext } from '../access/context.ts'
import type { Reply } from '../wire/reply.ts'
import { s3Reply } from '../wire/reply.ts'
import { childText, readXml } from '../wire/xml-read.ts'
import type { ObjectVersion } from '../world/bucket.ts'
import { findVersion } from './get-object.ts'
import type { S3Call, S3Operation } from './s3-call.ts'
import { emptyReply, requireObjectRight } from './s3-call.ts'

/** Get, Put and Delete of the tags of an object. */
export const objectTaggingOperations: Readonly<Record<string, S3Operation>> = {
  GetObjectTagging: (call) => {
    const { tags } = findVersion(call, 's3:GetObjectTagging')
    const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
    return s3Reply('Tagging', { TagSet: { Tag } })
  },
  PutObjectTagging: (call) => {
    const tags = readTags(call)
    const context: ConditionContext = Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [`s3:RequestObjectTag/${key}`, value]),
    )
    requireObjectRight(call, 's3:PutObjectTagging', context)
    return retag(call, findVersion(call, 's3:PutObjectTagging'), tags, 200)
  },
  DeleteObjectTagging: (call) => retag(call, findVersion(call, 's3:DeleteObjectTagging'), {}, 204),
}

function readTags(call: S3Call): Record<string, string> {
  const set = readXml(call.request.body.toString()).children.find(({ name }) => name === 'TagSet')
  const tags = set?.children.map((tag) => [
    childText(tag, 'Key') ?? '',
    childText(tag, 'Value') ?? '',
  ])
  if (tags !== undefined && tags.length <= 10)
    return Object.fromEntries(tags) as Record<string, string>
  throw new AwsError(400, 'BadRequest', 'Object tags cannot be greater than 10')
}

function retag(
  call: S3Call,
  version: ObjectVersion,
  tags: ObjectVersion['tags'],
  status: number,
): Reply {
  const versions = call.bucket.objects.get(call.key) ?? []
  const changed = versions.map((one) => (one === version ? { ...one, tags } : one))
  call.bucket.objects.set(call.key, changed)
  return emptyReply(status)
}
