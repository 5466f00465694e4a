import { DaypassError } from '../core/errors.ts'
import type { Random } from '../core/lease/lease-id.ts'
import { newNonce, putWithNonce } from './documents/nonce.ts'
import type { ObjectStore } from './objects.ts'

/**
 * Tries on a key of its own whether the store honours conditional writes, and removes the key again.
 * A store that answers "written" where it should refuse would let two processes hold one lease.
 *
 * @throws `state-unsafe`, saying what the store ignored.
 */
export async function testConditions(objects: ObjectStore, random: Random): Promise<void> {
  const key = `probe/${newNonce(random)}`
  try {
    const ignored = await firstIgnored(objects, key)
    if (ignored !== undefined) throw unsafe(ignored)
  } finally {
    await objects.remove([key])
  }
}

/** The error for a store that cannot be trusted. */
function unsafe(what: string): DaypassError {
  return new DaypassError('state-unsafe', `the state store ${what}`, {
    hint: 'use Amazon S3, or an S3 server with conditional writes; buckets of Ceph must not be versioned',
  })
}

async function firstIgnored(objects: ObjectStore, key: string): Promise<string | undefined> {
  const first = await putWithNonce(objects, key, 'first', { absent: true })
  if (first === 'conflict') return 'refuses to create an object under a free key'
  if ((await objects.put(key, 'second', { absent: true })) !== 'conflict') {
    return 'ignores If-None-Match: it overwrote an object that was to be created'
  }
  const next = await putWithNonce(objects, key, 'third', first)
  if (next === 'conflict') return 'refuses If-Match with the version that it has just given'
  if ((await objects.put(key, 'fourth', first)) !== 'conflict') {
    return 'ignores If-Match: it overwrote a newer version'
  }
  if ((await objects.get(key))?.body !== 'third') {
    return 'does not read what was written last'
  }
  await objects.remove([key])
  if ((await objects.put(key, 'fifth', next)) !== 'conflict') {
    return 'ignores If-Match: it wrote over an object that was removed'
  }
  return undefined
}
