import type { PolicyText } from './entities.ts'

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
  /** Keys of `objects` in S3's order. */
  readonly sortedKeys: string[]
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
export function createBucket(
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
    sortedKeys: [],
    uploads: new Map(),
  }
}

/** The newest version of a key, which may be a delete marker. */
export function latestVersion(bucket: Bucket, key: string): ObjectVersion | undefined {
  return bucket.objects.get(key)?.at(-1)
}

/** The index of the first key that is not before the given one in S3's order. */
export function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareKeys(keys[middle] ?? '', key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** S3 lists in the order of UTF-8 bytes, which differs from that of strings beyond U+D7FF. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  if (!/[\ud800-\uffff]/.test(a + b)) return a < b ? -1 : 1
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Appends a version; without versioning it replaces the one that stood there. */
export function addVersion(bucket: Bucket, version: ObjectVersion): void {
  const before = bucket.objects.get(version.key)
  if (before === undefined) {
    bucket.sortedKeys.splice(lowerBound(bucket.sortedKeys, version.key), 0, version.key)
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
  if (bucket.objects.delete(key)) {
    bucket.sortedKeys.splice(lowerBound(bucket.sortedKeys, key), 1)
  }
}
