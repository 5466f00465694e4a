import { earlier, secondsAfter } from '../clock.ts'
import { SKEW_SECONDS } from '../lease/session-limits.ts'
import type { CallOptions } from '../call-options.ts'
import {
  type Attempt,
  type KeptUser,
  type KeyRing,
  ROTATING_SECONDS,
  currentKey,
  knownKeyIds,
} from './key-ring.ts'
import type { KeyUse, ListedKey, RotationPorts, Stored, UserKeys } from './ports.ts'
import { allOrFirstFailure } from '../language/in-parallel.ts'

/** A key of the user that is not recorded, and that no rotation of ours can have made. */
export interface UnknownKey extends ListedKey {
  readonly lastUse: KeyUse | undefined
}

/**
 * Deletes keys that a rotation made and nobody holds: its process died before it could record them, or the reply of
 * AWS was lost. A key is taken for one only if it was not there before the rotation, was created while it ran, and
 * was never used. All others belong to somebody else and are left alone.
 *
 * @returns ids of what was deleted; `conflict`, with nothing deleted, when the record has changed since it was read: what
 * it did not know may be a key that another rotation has recorded.
 */
export async function removeStrays<K extends KeptUser>(
  { store }: Pick<RotationPorts<K>, 'store'>,
  keys: UserKeys,
  { kept: { ring }, version }: Stored<K>,
  attempt: Attempt,
  options: CallOptions,
): Promise<readonly string[] | 'conflict'> {
  const unknown = await unrecorded(keys, ring, options)
  const unused = await withLastUse(
    keys,
    unknown.filter((key) => isOf(attempt, key)),
    options,
  )
  const strays = unused.filter(({ lastUse }) => lastUse === undefined)
  if (strays.length === 0) return []
  if (await hasChanged(store, version)) return 'conflict'
  for (const { accessKeyId } of strays) await keys.remove(accessKeyId, options)
  return strays.map(({ accessKeyId }) => accessKeyId)
}

/** IAM may still list for some minutes what was deleted, as its documentation on consistency says. */
const LAG_SECONDS = 300

/** Between two looks at a list that may be late. */
const LOOK_AGAIN_MILLISECONDS = 5000

/**
 * Keys of the user that are not recorded, with their last use. Whoever reads of one is advised to delete it, so IAM and
 * the record are asked once more before: another rotation may have made it, or deleted it, in between.
 *
 * @returns `conflict` when the record has changed since it was read.
 */
export async function unknownKeys<K extends KeptUser>(
  { store, clock }: Pick<RotationPorts<K>, 'store' | 'clock'>,
  keys: UserKeys,
  { kept: { ring }, version }: Stored<K>,
  options: CallOptions,
): Promise<readonly UnknownKey[] | 'conflict'> {
  const found = await unrecorded(keys, ring, options)
  if (found.length === 0) return []
  if (mayBeLate(ring, clock.now())) await clock.sleep(LOOK_AGAIN_MILLISECONDS, options.signal)
  const ids = new Set(found.map(({ accessKeyId }) => accessKeyId))
  const still = await unrecorded(keys, ring, options)
  const unknown = await withLastUse(
    keys,
    still.filter(({ accessKeyId }) => ids.has(accessKeyId)),
    options,
  )
  return (await hasChanged(store, version)) ? 'conflict' : unknown
}

/** Whether the key in use is so young that IAM's list of keys may be older. */
export function mayBeLate(ring: KeyRing, now: Date): boolean {
  const since = currentKey(ring)?.since
  return since !== undefined && now < secondsAfter(since, LAG_SECONDS)
}

/** Whether somebody has written the record since it was read. What IAM listed before is then older than the record. */
export async function hasChanged<K extends KeptUser>(
  store: RotationPorts<K>['store'],
  version: string,
): Promise<boolean> {
  return (await store.read())?.version !== version
}

async function unrecorded(
  keys: UserKeys,
  ring: KeyRing,
  options: CallOptions,
): Promise<readonly ListedKey[]> {
  const known = knownKeyIds(ring)
  return (await keys.list(options)).filter(({ accessKeyId }) => !known.includes(accessKeyId))
}

async function withLastUse(
  keys: UserKeys,
  listed: readonly ListedKey[],
  options: CallOptions,
): Promise<readonly UnknownKey[]> {
  return await allOrFirstFailure(
    listed.map(async (key) => ({ ...key, lastUse: await keys.lastUse(key.accessKeyId, options) })),
  )
}

function isOf(attempt: Attempt, { accessKeyId, createdAt }: ListedKey): boolean {
  if (attempt.keysBefore.includes(accessKeyId)) return false
  const from = secondsAfter(attempt.begunAt, -SKEW_SECONDS)
  // However long the record says that it took.
  const to = earlier(attempt.createsUntil, secondsAfter(attempt.begunAt, ROTATING_SECONDS))
  return from <= createdAt && createdAt <= secondsAfter(to, SKEW_SECONDS)
}
