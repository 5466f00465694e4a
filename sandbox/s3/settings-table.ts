/** A part of a bucket's configuration that has a query key of its own. */
export interface Setting {
  readonly query: string
  /** What follows Get, Put and Delete in the operation's name. */
  readonly noun: string
  readonly getRight: string
  readonly putRight: string
  readonly deleteRight: string
  /** The 404 when it was never set; undefined when an empty answer is given. */
  readonly missing?: { readonly code: string; readonly message: string }
}

/** Configurations that are kept and answered as they are, and the two that mean something. */
export const SETTINGS: readonly Setting[] = [
  {
    query: 'policy',
    noun: 'BucketPolicy',
    getRight: 's3:GetBucketPolicy',
    putRight: 's3:PutBucketPolicy',
    deleteRight: 's3:DeleteBucketPolicy',
    missing: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' },
  },
  {
    query: 'versioning',
    noun: 'BucketVersioning',
    getRight: 's3:GetBucketVersioning',
    putRight: 's3:PutBucketVersioning',
    deleteRight: 's3:PutBucketVersioning',
  },
  {
    query: 'publicAccessBlock',
    noun: 'PublicAccessBlock',
    getRight: 's3:GetBucketPublicAccessBlock',
    putRight: 's3:PutBucketPublicAccessBlock',
    deleteRight: 's3:PutBucketPublicAccessBlock',
    missing: {
      code: 'NoSuchPublicAccessBlockConfiguration',
      message: 'The public access block configuration was not found',
    },
  },
  {
    query: 'lifecycle',
    noun: 'BucketLifecycleConfiguration',
    getRight: 's3:GetLifecycleConfiguration',
    putRight: 's3:PutLifecycleConfiguration',
    deleteRight: 's3:PutLifecycleConfiguration',
    missing: {
      code: 'NoSuchLifecycleConfiguration',
      message: 'The lifecycle configuration does not exist',
    },
  },
  {
    query: 'encryption',
    noun: 'BucketEncryption',
    getRight: 's3:GetEncryptionConfiguration',
    putRight: 's3:PutEncryptionConfiguration',
    deleteRight: 's3:PutEncryptionConfiguration',
    missing: {
      code: 'ServerSideEncryptionConfigurationNotFoundError',
      message: 'The server side encryption configuration was not found',
    },
  },
  {
    query: 'tagging',
    noun: 'BucketTagging',
    getRight: 's3:GetBucketTagging',
    putRight: 's3:PutBucketTagging',
    deleteRight: 's3:PutBucketTagging',
    missing: { code: 'NoSuchTagSet', message: 'The TagSet does not exist' },
  },
  {
    query: 'ownershipControls',
    noun: 'BucketOwnershipControls',
    getRight: 's3:GetBucketOwnershipControls',
    putRight: 's3:PutBucketOwnershipControls',
    deleteRight: 's3:PutBucketOwnershipControls',
    missing: {
      code: 'OwnershipControlsNotFoundError',
      message: 'The bucket ownership controls were not found',
    },
  },
]
