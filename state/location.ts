/** State in a bucket. What is left out is the SDK's or the bucket's own choice. */
export interface S3Location {
  readonly kind: 's3'
  readonly bucket: string
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string
  readonly region?: string
  /** URL of an S3 server other than AWS. */
  readonly endpoint?: string
  /** Account id; S3 refuses every request when the bucket belongs to another. */
  readonly expectedBucketOwner?: string
  readonly encryption?: 'AES256' | 'aws:kms'
  /** Key id or ARN; only with `aws:kms`. */
  readonly kmsKeyId?: string
  /** Bucket in the path instead of the host name; true by default where there is an endpoint. */
  readonly pathStyle?: boolean
}

/** State in a directory of a local file system. */
export interface DirectoryLocation {
  readonly kind: 'directory'
  /** Absolute. */
  readonly directory: string
}

/** Where state is. */
export type StateLocation = S3Location | DirectoryLocation
