import { secondsAfter } from '../clock.ts'
import type { CallOptions } from '../call-options.ts'
import { type RotationAttempt, type KeyRing, knownKeyIds } from './key-ring.ts'
import type { KeyUse, ListedKey, UserKeys } from './ports.ts'

/** A key of the user that is not recorded, and that no rotation of ours can have made. */
export interface UnknownKey extends ListedKey {
  readonly lastUse: KeyUse | undefined
}

/** How far AWS's clock may be from ours. */
const SKEW_SECONDS = 300

/**
 * Deletes keys that a rotation made and nobody holds: its process died before it could record them, or the reply of
 * AWS was lost. A key is taken for one only if it was not there before the rotation, was created while it ran, and
 * was never used. All others belong to somebody else and are left alone.
 *
 * @returns ids of what was deleted.
 */
export async function removeStrays(
  keys: UserKeys,
  ring: KeyRing,
  attempt: RotationAttempt,
  options: CallOptions,
): Promise<readonly string[]> {
  const known = knownKeyIds(ring)
  const removed: string[] = []
  for (const key of await keys.list(options)) {
    if (known.includes(key.accessKeyId) || !isOf(attempt, key)) continue
    if ((await keys.lastUse(key.accessKeyId, options)) !== undefined) continue
    await keys.remove(key.accessKeyId, options)
    removed.push(key.accessKeyId)
  }
  return removed
}

/** Keys of the user that are not recorded, with their last use. */
export async function unknownKeys(
  keys: UserKeys,
  ring: KeyRing,
  options: CallOptions,
): Promise<readonly UnknownKey[]> {
  const known = knownKeyIds(ring)
  const unknown = (await keys.list(options)).filter((key) => !known.includes(key.accessKeyId))
  return await Promise.all(
    unknown.map(async (key) => ({
      ...key,
      lastUse: await keys.lastUse(key.accessKeyId, options),
    })),
  )
}

function isOf(attempt: RotationAttempt, { accessKeyId, createdAt }: ListedKey): boolean {
  if (attempt.keysBefore.includes(accessKeyId)) return false
  const from = secondsAfter(attempt.begunAt, -SKEW_SECONDS)
  return from <= createdAt && createdAt <= secondsAfter(attempt.createsUntil, SKEW_SECONDS)
}
