/** S3's part of the stand-in, made in the sandbox for real. */
import type { LifecycleRule, ServerSideEncryption } from '@aws-sdk/client-s3'
import type { StateOf } from '../../../terraform-plugin/protocol/schema.ts'
import {
  AT_MOST_ONE,
  KEPT,
  ONE,
  REPLACES,
  arn,
  define,
  demand,
  flag,
  id,
  isDocument,
  number,
  tagList,
  tags,
  text,
} from './session.ts'

const bucketName = { ...text('required'), ...REPLACES } as const

export const bucket = define.resource({
  ...KEPT,
  schema: {
    description: 'A bucket.',
    attributes: { bucket: { ...text('optional_computed'), ...REPLACES }, tags, arn, id },
  },
  create: async ({ config }, { session }) => {
    const name = config.bucket ?? 'generated'
    await session.s3.createBucket({ Bucket: name })
    if (config.tags !== null) {
      await session.s3.putBucketTagging({
        Bucket: name,
        Tagging: { TagSet: tagList(config.tags) },
      })
    }
    return { result: { arn: `arn:aws:s3:::${name}`, id: name, bucket: name } }
  },
})

export const knownBucket = define.dataSource({
  schema: {
    description: 'A bucket that is there.',
    attributes: { bucket: text('required'), arn: text('computed'), id: text('computed') },
  },
  read: async ({ bucket: name }, { session }) => {
    await session.s3.headBucket({ Bucket: name })
    return { bucket: name, arn: `arn:aws:s3:::${name}`, id: name }
  },
})

export const ownershipControls = define.resource({
  ...KEPT,
  schema: {
    description: 'Who owns objects.',
    attributes: { bucket: bucketName, id },
    blocks: { rule: { ...ONE, attributes: { object_ownership: text('required') } } },
  },
  create: async ({ config }, { session }) => {
    const isEnforced = config.rule.some((one) => one.object_ownership === 'BucketOwnerEnforced')
    const ObjectOwnership = isEnforced ? 'BucketOwnerEnforced' : 'ObjectWriter'
    const Rules = [{ ObjectOwnership } as const]
    const { bucket: Bucket } = config
    await session.s3.putBucketOwnershipControls({ Bucket, OwnershipControls: { Rules } })
    return { result: { id: Bucket } }
  },
})

export const publicAccessBlock = define.resource({
  ...KEPT,
  schema: {
    description: 'What the public may not.',
    attributes: {
      bucket: bucketName,
      block_public_acls: flag('optional'),
      block_public_policy: flag('optional'),
      ignore_public_acls: flag('optional'),
      restrict_public_buckets: flag('optional'),
      id,
    },
  },
  create: async ({ config }, { session }) => {
    await session.s3.putPublicAccessBlock({
      Bucket: config.bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: config.block_public_acls ?? false,
        BlockPublicPolicy: config.block_public_policy ?? false,
        IgnorePublicAcls: config.ignore_public_acls ?? false,
        RestrictPublicBuckets: config.restrict_public_buckets ?? false,
      },
    })
    return { result: { id: config.bucket } }
  },
})

export const versioning = define.resource({
  ...KEPT,
  schema: {
    description: 'Whether old versions are kept.',
    attributes: { bucket: bucketName, id },
    blocks: { versioning_configuration: { ...ONE, attributes: { status: text('required') } } },
  },
  create: async ({ config }, { session }) => {
    const isOn = config.versioning_configuration.some(({ status }) => status === 'Enabled')
    const VersioningConfiguration = { Status: isOn ? 'Enabled' : 'Suspended' } as const
    await session.s3.putBucketVersioning({ Bucket: config.bucket, VersioningConfiguration })
    return { result: { id: config.bucket } }
  },
})

export const encryption = define.resource({
  ...KEPT,
  schema: {
    description: 'How objects are encrypted.',
    attributes: { bucket: bucketName, id },
    blocks: {
      rule: {
        nesting: 'set',
        min: 1,
        description: '',
        attributes: { bucket_key_enabled: flag('optional') },
        blocks: {
          apply_server_side_encryption_by_default: {
            ...AT_MOST_ONE,
            attributes: { sse_algorithm: text('required'), kms_master_key_id: text('optional') },
          },
        },
      },
    },
  },
  create: async ({ config }, { session }) => {
    const Rules = config.rule.map((rule) => {
      const [by] = rule.apply_server_side_encryption_by_default
      const algorithm: ServerSideEncryption = by?.sse_algorithm === 'AES256' ? 'AES256' : 'aws:kms'
      const key = by?.kms_master_key_id ?? null
      return {
        BucketKeyEnabled: rule.bucket_key_enabled ?? false,
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: algorithm,
          ...(key !== null && { KMSMasterKeyID: key }),
        },
      }
    })
    const { bucket: Bucket } = config
    const ServerSideEncryptionConfiguration = { Rules }
    await session.s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration })
    return { result: { id: Bucket } }
  },
})

// AWS's provider computes prefix, days and expired_object_delete_marker where they are not given; here they are null.
const lifecycleSchema = {
  description: 'What is forgotten, and when.',
  attributes: { bucket: bucketName, id },
  blocks: {
    rule: {
      nesting: 'list',
      min: 1,
      description: '',
      attributes: { id: text('required'), status: text('required') },
      blocks: {
        filter: { ...AT_MOST_ONE, attributes: { prefix: text('optional') } },
        expiration: {
          ...AT_MOST_ONE,
          attributes: {
            days: number('optional'),
            expired_object_delete_marker: flag('optional'),
          },
        },
        noncurrent_version_expiration: {
          ...AT_MOST_ONE,
          attributes: { noncurrent_days: number('required') },
        },
        abort_incomplete_multipart_upload: {
          ...AT_MOST_ONE,
          attributes: { days_after_initiation: number('optional') },
        },
      },
    },
  },
} as const

export const lifecycle = define.resource({
  ...KEPT,
  schema: lifecycleSchema,
  create: async ({ config }, { session }) => {
    const { bucket: Bucket } = config
    const Rules = config.rule.map(lifecycleRule)
    await session.s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration: { Rules } })
    return { result: { id: Bucket } }
  },
})

function lifecycleRule(rule: StateOf<typeof lifecycleSchema>['rule'][number]): LifecycleRule {
  const [expiration] = rule.expiration
  const [old] = rule.noncurrent_version_expiration
  const [abort] = rule.abort_incomplete_multipart_upload
  const days = expiration?.days ?? null
  return {
    ID: rule.id,
    Status: rule.status === 'Enabled' ? 'Enabled' : 'Disabled',
    Filter: { Prefix: rule.filter[0]?.prefix ?? '' },
    ...(expiration !== undefined && {
      Expiration:
        days === null
          ? { ExpiredObjectDeleteMarker: expiration.expired_object_delete_marker ?? false }
          : { Days: Number(days) },
    }),
    ...(old !== undefined && {
      NoncurrentVersionExpiration: { NoncurrentDays: Number(old.noncurrent_days) },
    }),
    ...(abort !== undefined && {
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: Number(abort.days_after_initiation) },
    }),
  }
}

export const bucketPolicy = define.resource({
  ...KEPT,
  schema: {
    description: 'The policy of a bucket.',
    attributes: { bucket: bucketName, policy: text('required'), id },
  },
  validate: ({ policy }, call) => {
    demand(call, ['policy'], policy, isDocument)
  },
  create: async ({ config }, { session }) => {
    const { bucket: Bucket, policy: Policy } = config
    await session.s3.putBucketPolicy({ Bucket, Policy })
    return { result: { id: Bucket } }
  },
})
