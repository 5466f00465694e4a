import { secondsAfter } from '../core/clock.ts'
import { ignoreOperational } from '../core/errors.ts'
import type { Random } from '../core/lease/lease-id.ts'
import { documentText, readDocument } from './documents/document.ts'
import { FULL_SWEEP_KEY } from './documents/keys.ts'
import { newNonce, putWithNonce } from './documents/nonce.ts'
import type { ObjectStore } from './objects.ts'

const DAY_SECONDS = 24 * 3600

/** How far another process's clock may be ahead. */
const SKEW_SECONDS = 300

/** One process a day wins the write. What cannot be understood, or lies in the future, is no sweep that was. */
export async function beginFullSweep(
  objects: ObjectStore,
  random: Random,
  now: Date,
): Promise<boolean> {
  const before = await objects.get(FULL_SWEEP_KEY)
  if (before !== undefined) {
    const last = lastFullSweep(before.body)
    if (
      last !== undefined &&
      last <= secondsAfter(now, SKEW_SECONDS) &&
      secondsAfter(last, DAY_SECONDS) > now
    )
      return false
  }
  const text = documentText(newNonce(random), { begun_at: now })
  const condition = before === undefined ? { absent: true as const } : { version: before.version }
  return (await putWithNonce(objects, FULL_SWEEP_KEY, text, condition)) !== 'conflict'
}

function lastFullSweep(body: string): Date | undefined {
  try {
    return readDocument(FULL_SWEEP_KEY, body).date('begun_at')
  } catch (error) {
    ignoreOperational(error)
    return undefined
  }
}
