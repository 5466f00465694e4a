import { DaypassError } from '../../core/errors.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import { newNonce, putWithNonce } from '../documents/nonce.ts'
import type { Condition, ObjectStore, StoredObject } from '../objects.ts'

/** So many write at once: a store without a lock is seen through by more than one winner in one race of several. */
const WRITERS = 4
/** Those who replace race one round after the other. */
const ROUNDS = 2

/** In byte order, which is not that of a dictionary. None is the folder of another: servers that keep files cannot have both. */
const NAMES = ['B', 'a-b', 'a/b', 'a0', 'a_b', 'b']

/**
 * Tries, under keys of its own that it removes again, whatever daypass needs of a store: that of several who write on one
 * condition one wins, alone and in a race; that what was written last is read; that lists are in byte order and begin where
 * they are asked to; that what was removed is gone, and free again.
 *
 * @throws `state-unsafe`, saying what the store does not do: it would let two processes hold one lease, or hide a due one.
 */
export async function probeStore(objects: ObjectStore, random: Random): Promise<void> {
  const at = `probe/${newNonce(random)}/`
  const keys = NAMES.map((name) => at + name)
  try {
    const fault =
      (await faultOfConditions(objects, `${at}b`)) ??
      (await faultOfRaces(objects, keys, random)) ??
      (await faultOfLists(objects, at, keys)) ??
      (await faultOfRemoval(objects, at, keys))
    if (fault !== undefined) throw unsafe(fault)
  } catch (error) {
    // Why the probe failed is the news, not that its objects stay.
    await objects.remove(keys).catch(() => undefined)
    throw error
  }
}

function unsafe(what: string): DaypassError {
  return new DaypassError('state-unsafe', `the state store ${what}`, {
    hint: 'use Amazon S3, or an S3 server with conditional writes; buckets of Ceph must not be versioned',
  })
}

async function faultOfConditions(objects: ObjectStore, key: string): Promise<string | undefined> {
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
  return undefined
}

/** The last key is there, all others are free. The first race opens the connections that the later ones are run on. */
async function faultOfRaces(
  objects: ObjectStore,
  keys: readonly string[],
  random: Random,
): Promise<string | undefined> {
  const free = keys.slice(0, -1)
  const taken = keys.at(-1) ?? ''
  for (const some of [free.slice(0, 3), free.slice(3)]) {
    const races = some.map(async (key) => await race(objects, key, random, { absent: true }))
    if ((await allOrFirstFailure(races)).includes(false)) {
      return 'lets several writers create one object at once'
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    const found = await objects.get(taken)
    if (found === undefined || (round === 0 && found.body !== 'third')) {
      return 'does not read what was written last'
    }
    if (!(await race(objects, taken, random, found))) {
      return 'lets several writers replace one version at once'
    }
  }
  return undefined
}

/** Whether one of several writers won. None may know of it, where the reply was lost and the winner asked again. */
async function race(
  objects: ObjectStore,
  key: string,
  random: Random,
  condition: Condition,
): Promise<boolean> {
  const texts = Array.from({ length: WRITERS }, () => newNonce(random))
  const replies = await allOrFirstFailure(
    texts.map(async (text) => await objects.put(key, text, condition)),
  )
  const winners = replies.filter((reply) => reply !== 'conflict').length
  return winners === 1 || (winners === 0 && isOneOf(texts, await objects.get(key)))
}

function isOneOf(texts: readonly string[], found: StoredObject | undefined): boolean {
  return found !== undefined && texts.includes(found.body)
}

async function faultOfLists(
  objects: ObjectStore,
  at: string,
  keys: readonly string[],
): Promise<string | undefined> {
  const [all, later] = await allOrFirstFailure([listed(objects, at), listed(objects, at, keys[2])])
  if (all.join() !== keys.join()) return 'does not list keys in byte order'
  return later.join() === keys.slice(3).join()
    ? undefined
    : 'lists keys before start-after, or not all behind it'
}

async function listed(objects: ObjectStore, prefix: string, after?: string): Promise<string[]> {
  const keys: string[] = []
  for await (const key of objects.list(prefix, after === undefined ? {} : { after })) keys.push(key)
  return keys
}

async function faultOfRemoval(
  objects: ObjectStore,
  at: string,
  keys: readonly string[],
): Promise<string | undefined> {
  const [key = ''] = keys
  const old = await objects.get(key)
  await objects.remove(keys)
  if ((await listed(objects, at)).length > 0) return 'does not remove what it was asked to'
  if (old === undefined || (await objects.put(key, 'fifth', old)) !== 'conflict') {
    return 'ignores If-Match: it wrote over an object that was removed'
  }
  const again = await putWithNonce(objects, key, 'sixth', { absent: true })
  if (again === 'conflict') return 'does not free the key of an object that was removed'
  await objects.remove([key])
  return undefined
}
