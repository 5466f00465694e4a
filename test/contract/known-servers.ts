/** How a server answers where it may differ from S3. */
export interface Behaviour {
  /** To `If-Match` with the quotes that belong to an ETag. */
  readonly quotedIfMatch: 'accepts' | 'refuses'
  /** To `If-Match` when there is no object: the status. */
  readonly ifMatchOfNothing: 404 | 412
  /** To a `DELETE` that names an old version. */
  readonly staleDelete: 'refuses' | 'deletes'
  /** To `x-amz-expected-bucket-owner` with another account. */
  readonly foreignOwner: 'refuses' | 'ignores'
  /** To conditions in a bucket with versioning, over a delete marker too. */
  readonly versionedBucket: 'honours' | 'ignores'
}

/** A server that the contract suite knows, with the version it was last seen in. */
export interface KnownServer extends Behaviour {
  readonly version: string
  /** Whether one of several who write at once wins, every time. */
  readonly hasLock: boolean
}

/** S3 itself, as AWS documents it: what the sandbox is held to. */
export const AMAZON_S3: KnownServer = {
  version: 'by its documentation',
  hasLock: true,
  quotedIfMatch: 'accepts',
  ifMatchOfNothing: 404,
  staleDelete: 'refuses',
  foreignOwner: 'refuses',
  versionedBucket: 'honours',
}

/**
 * Every server that the suite runs against, by its name. Asserted, so that a version that behaves otherwise is noticed, and
 * printed in docs/stores.md.
 */
export const KNOWN_SERVERS = {
  'Amazon S3': AMAZON_S3,
  MinIO: {
    version: 'built from its repository, November 2026',
    hasLock: true,
    quotedIfMatch: 'accepts',
    ifMatchOfNothing: 404,
    staleDelete: 'deletes',
    foreignOwner: 'ignores',
    versionedBucket: 'honours',
  },
  'Ceph RGW': {
    version: '16.2 (Pacific), as in Debian 12',
    hasLock: true,
    quotedIfMatch: 'refuses',
    ifMatchOfNothing: 412,
    staleDelete: 'deletes',
    foreignOwner: 'ignores',
    versionedBucket: 'ignores',
  },
  'Versity gateway': {
    version: 'built from its repository, November 2026',
    hasLock: true,
    quotedIfMatch: 'accepts',
    ifMatchOfNothing: 404,
    staleDelete: 'refuses',
    foreignOwner: 'refuses',
    // It writes over a delete marker as if the removed version were there.
    versionedBucket: 'ignores',
  },
  moto: {
    version: '5',
    // Its threads check and write without a lock: two writers may win.
    hasLock: false,
    quotedIfMatch: 'accepts',
    ifMatchOfNothing: 404,
    staleDelete: 'refuses',
    foreignOwner: 'ignores',
    versionedBucket: 'honours',
  },
} as const satisfies Readonly<Record<string, KnownServer>>
