import type { PolicyText } from './entities.ts'
import type { KeyIndex } from './key-index.ts'
import { createKeyIndex } from './key-index.ts'

/** A stored version of an object, or a delete marker. */
export interface ObjectVersion {
  readonly key: string
  /** `null` as long as the bucket was never versioned. */
  readonly versionId: string
  readonly deleteMarker: boolean
  readonly body: Buffer
  /** With quotes. */
  readonly etag: string
  readonly modifiedAt: Date
  /** Headers that were put with it and are answered with it: content type, metadata, encryption, checksums. */
  readonly headers: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
}

/** An S3 bucket. */
export interface Bucket {
  readonly name: string
  readonly accountId: string
  readonly region: string
  readonly createdAt: Date
  policy: PolicyText | undefined
  versioning: 'Enabled' | 'Suspended' | undefined
  /** Sub-resources that are stored and answered as they are: XML by query key, e.g. `lifecycle`. */
  readonly settings: Map<string, string>
  /** Versions of each key, oldest first, never empty. */
  readonly objects: Map<string, ObjectVersion[]>
  /** Keys of `objects`. */
  readonly keys: KeyIndex
  readonly uploads: Map<string, Upload>
}

/** A multipart upload that is under way. */
export interface Upload {
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string }>
}

/** An empty bucket. */
export function newBucket(
  name: string,
  accountId: string,
  region: string,
  createdAt: Date,
): Bucket {
  return {
    name,
    accountId,
    region,
    createdAt,
    policy: undefined,
    versioning: undefined,
    settings: new Map(),
    objects: new Map(),
    keys: createKeyIndex(),
    uploads: new Map(),
  }
}

/** The newest version of a key, which may be a delete marker. */
export function latestVersion(bucket: Bucket, key: string): ObjectVersion | undefined {
  return bucket.objects.get(key)?.at(-1)
}

/** Appends a version; without versioning it replaces the one that stood there. */
export function addVersion(bucket: Bucket, version: ObjectVersion): void {
  const before = bucket.objects.get(version.key)
  if (before === undefined) {
    bucket.keys.add(version.key)
    bucket.objects.set(version.key, [version])
    return
  }
  const kept = before.filter((entry) => entry.versionId !== version.versionId)
  bucket.objects.set(version.key, [...kept, version])
}

/** Removes one version for good. */
export function removeVersion(bucket: Bucket, key: string, versionId: string): void {
  const kept = (bucket.objects.get(key) ?? []).filter((entry) => entry.versionId !== versionId)
  if (kept.length > 0) {
    bucket.objects.set(key, kept)
    return
  }
  if (bucket.objects.delete(key)) bucket.keys.delete(key)
}
