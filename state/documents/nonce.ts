import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import type { Condition, ObjectStore, StoredObject } from '../objects.ts'

const TRIES = 3

/** 128 bits as text; makes a document unlike every other, so that a writer knows its own again. */
export function newNonce(random: Random): string {
  return Buffer.from(random(16)).toString('base64url')
}

/**
 * Writes a document that carries a fresh nonce, and finds out what became of it when the store cannot
 * say: a reply that is lost on the way may come back, asked for again, as `conflict` with one's own
 * write. The key is read again then; what holds this very text was written here.
 *
 * @throws `outcome-unknown` when that could not be found out either.
 */
export async function putWithNonce(
  objects: ObjectStore,
  key: string,
  body: string,
  condition: Condition,
): Promise<{ readonly version: string } | 'conflict'> {
  for (let attempt = 1; ; attempt++) {
    const written = await tryPut(objects, key, body, condition)
    if ('version' in written) return written
    const found = await readBack(objects, key, written)
    if (found?.body === body) return { version: found.version }
    if (written.unclear === undefined || !isUnchanged(found, condition)) return 'conflict'
    if (attempt === TRIES) throw written.unclear
  }
}

/** What is known of a write that was not confirmed. */
interface Unconfirmed {
  /** The `outcome-unknown` that the store threw, if it was not a plain conflict. */
  readonly unclear: Error | undefined
}

async function tryPut(
  objects: ObjectStore,
  key: string,
  body: string,
  condition: Condition,
): Promise<{ readonly version: string } | Unconfirmed> {
  try {
    const written = await objects.put(key, body, condition)
    return written === 'conflict' ? { unclear: undefined } : written
  } catch (error) {
    if (isDaypassError(error, 'outcome-unknown')) return { unclear: error }
    throw error
  }
}

async function readBack(
  objects: ObjectStore,
  key: string,
  { unclear }: Unconfirmed,
): Promise<StoredObject | undefined> {
  try {
    return await objects.get(key)
  } catch (cause) {
    if (!isDaypassError(cause)) throw cause
    throw unclear ?? new DaypassError('outcome-unknown', `writing ${key} broke off`, { cause })
  }
}

function isUnchanged(found: StoredObject | undefined, condition: Condition): boolean {
  return 'absent' in condition ? found === undefined : found?.version === condition.version
}
