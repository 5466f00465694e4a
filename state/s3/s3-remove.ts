import { inParallel } from '../../core/language/in-parallel.ts'
import { type S3Failure, readFailure } from './s3-failure.ts'
import type { S3Place } from './s3-place.ts'

/** What one request takes. */
const KEYS_MAX = 1000
const REMOVALS_AT_ONCE = 8

/** Removes objects, many with one request, one by one where the server does not take that; throws the first refusal. */
export async function removeFromS3(place: S3Place, keys: readonly string[]): Promise<void> {
  const [only] = keys
  if (keys.length === 1 && only !== undefined) await removeOne(place, only)
  for (let start = 0; keys.length > 1 && start < keys.length; start += KEYS_MAX) {
    await removeMany(place, keys.slice(start, start + KEYS_MAX))
  }
}

/**
 * Removes an object in the version that was read; one that is newer, or that another is writing, stays.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 */
export async function removeVersionFromS3(
  place: S3Place,
  key: string,
  version: string,
): Promise<void> {
  const client = await place.client()
  try {
    await client.deleteObject({ ...place.common, Key: place.keyOf(key), IfMatch: version })
  } catch (error) {
    const { status, code } = readFailure(error)
    if (status === 409 || status === 412 || (status === 404 && code !== 'NoSuchBucket')) return
    if (status !== 501) throw place.failed(error, 'remove', key)
    await removeOne(place, key)
  }
}

async function removeOne(place: S3Place, key: string): Promise<void> {
  const client = await place.client()
  try {
    await client.deleteObject({ ...place.common, Key: place.keyOf(key) })
  } catch (error) {
    throw place.failed(error, 'remove', key)
  }
}

async function removeMany(place: S3Place, keys: readonly string[]): Promise<void> {
  const client = await place.client()
  const Objects = keys.map((key) => ({ Key: place.keyOf(key) }))
  const reply = await client
    .deleteObjects({ ...place.common, Delete: { Objects, Quiet: true } })
    .catch((error: unknown) => {
      if (isRefused(readFailure(error))) return undefined
      throw place.failed(error, 'remove', keys[0] ?? '')
    })
  if (reply === undefined) {
    await inParallel(keys, REMOVALS_AT_ONCE, async (key) => {
      await removeOne(place, key)
    })
    return
  }
  const [first] = reply.Errors ?? []
  if (first === undefined) return
  // The request as a whole was answered 200; each object has its own fate.
  const status = first.Code === 'AccessDenied' ? 403 : 500
  const refusal = { name: first.Code, $metadata: { httpStatusCode: status } }
  const key = keys.find((one) => place.keyOf(one) === first.Key)
  throw place.failed(refusal, 'remove', key ?? '')
}

/** The request as such, by a server or a proxy that knows no other way than one by one. */
function isRefused({ status, code }: S3Failure): boolean {
  return (
    status !== undefined &&
    [400, 403, 404, 405, 411, 501].includes(status) &&
    code !== 'NoSuchBucket'
  )
}
