import type { Reply } from '../wire/reply.ts'
import { s3Reply } from '../wire/reply.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { ObjectVersion } from '../world/bucket.ts'
import { pageOfKeys } from './list-keys.ts'
import { encoder, listContext, readMaxKeys } from './list-objects.ts'
import type { S3Call } from './s3-call.ts'
import { query, requireBucketRight } from './s3-call.ts'

/** ListObjectVersions: all versions and delete markers, of each key the newest first. */
export function listObjectVersions(call: S3Call): Reply {
  requireBucketRight(call, 's3:ListBucketVersions', listContext(call))
  const maxKeys = readMaxKeys(call)
  const { shown, prefixes, next } = readPage(call, maxKeys)
  const encode = encoder(call)
  const fields = (version: ObjectVersion): XmlFields => versionFields(call, version, encode)
  return s3Reply('ListVersionsResult', {
    Name: call.bucket.name,
    Prefix: encode(query(call, 'prefix') ?? ''),
    KeyMarker: encode(query(call, 'key-marker') ?? ''),
    VersionIdMarker: query(call, 'version-id-marker') ?? '',
    MaxKeys: maxKeys,
    Delimiter: query(call, 'delimiter'),
    EncodingType: query(call, 'encoding-type'),
    IsTruncated: next !== undefined,
    NextKeyMarker: next === undefined ? undefined : encode(next.key),
    NextVersionIdMarker: next?.versionId,
    Version: shown.filter(({ deleteMarker }) => !deleteMarker).map(fields),
    DeleteMarker: shown.filter(({ deleteMarker }) => deleteMarker).map(fields),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  })
}

interface VersionPage {
  readonly shown: readonly ObjectVersion[]
  readonly prefixes: readonly string[]
  readonly next: { readonly key: string; readonly versionId?: string } | undefined
}

/** Keys page by page, and within the page versions up to the limit. */
function readPage(call: S3Call, maxKeys: number): VersionPage {
  const keyMarker = query(call, 'key-marker')
  const rest = restOfMarkedKey(call, keyMarker)
  const page = pageOfKeys(call.bucket.keys.sorted(), {
    prefix: query(call, 'prefix') ?? '',
    delimiter: query(call, 'delimiter') ?? '',
    after: keyMarker,
    limit: maxKeys,
    isListed: () => true,
  })
  const versions = [...rest, ...page.keys.flatMap((key) => newestFirst(call, key))]
  const shown = versions.slice(0, Math.max(maxKeys - page.prefixes.length, 0))
  const last = shown.at(-1)
  if (versions.length > shown.length && last !== undefined) {
    const prefixes = page.prefixes.filter((prefix) => prefix < last.key)
    return { shown, prefixes, next: { key: last.key, versionId: last.versionId } }
  }
  const next = page.next === undefined ? undefined : { key: page.next }
  return { shown, prefixes: page.prefixes, next }
}

/** With `version-id-marker`, the versions of the marked key that come after it. */
function restOfMarkedKey(call: S3Call, key: string | undefined): readonly ObjectVersion[] {
  const marker = query(call, 'version-id-marker')
  if (key === undefined || marker === undefined || marker === '') return []
  const versions = newestFirst(call, key)
  return versions.slice(versions.findIndex(({ versionId }) => versionId === marker) + 1)
}

function newestFirst(call: S3Call, key: string): readonly ObjectVersion[] {
  return [...(call.bucket.objects.get(key) ?? [])].reverse()
}

function versionFields(
  call: S3Call,
  version: ObjectVersion,
  encode: (text: string) => string,
): XmlFields {
  const shared = {
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: call.bucket.objects.get(version.key)?.at(-1) === version,
    LastModified: version.modifiedAt,
    Owner: { ID: call.bucket.accountId },
  }
  if (version.deleteMarker) return shared
  return { ...shared, ETag: version.etag, Size: version.body.length, StorageClass: 'STANDARD' }
}
