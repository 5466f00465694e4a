import { secondsAfter } from '../clock.ts'
import { DaypassError } from '../errors.ts'
import type { Course, Step } from './course.ts'
import { ROTATING_SECONDS, currentKey, type KeptUser } from './key-ring.ts'
import type { KeyUse, ListedKey, Stored } from './ports.ts'
import { mayBeLate, unknownKeys } from './stray-keys.ts'

/** AWS gives a user two keys, and no more (IAM User Guide, reference_iam-quotas: it cannot be raised). */
const KEYS_MAX = 2

/** Makes sure that there is room for a new key and that it can be sealed, and records that one may now come. */
export async function beginRotation<K extends KeptUser>(
  course: Course<K>,
  stored: Stored<K>,
): Promise<Step<K>> {
  const { ports, options } = course
  const { kept, version } = stored
  const current = currentKey(kept.ring)
  await ports.seal.check(current?.recipients ?? [])
  const keys = await ports.keysOf(kept)
  const listed = await keys.list(options)
  refuseOlderRecord(stored, listed, ports.clock.now())
  if (listed.length >= KEYS_MAX) {
    const unknown = await unknownKeys(ports, keys, stored, options)
    if (unknown === 'conflict' || unknown.length === 0) return 'conflict'
    throw noRoom(kept, unknown)
  }
  const now = ports.clock.now()
  const until = secondsAfter(now, ROTATING_SECONDS)
  const attempt = {
    begunAt: now,
    createsUntil: until,
    until,
    keysBefore: listed.map(({ accessKeyId }) => accessKeyId),
  }
  const ring = { phase: 'creating' as const, current, attempt }
  const written = await ports.store.write({ ...kept, ring }, { version })
  course.holds = written !== 'conflict'
  return written
}

/**
 * The key in use is one of the user's. Where it is none, and the user has another, the record is older than its keys: a
 * version of before was put back, and what works is on no record.
 *
 * @throws `state-invalid`.
 */
function refuseOlderRecord<K extends KeptUser>(
  { kept: { user, ring } }: Stored<K>,
  listed: readonly ListedKey[],
  now: Date,
): void {
  const current = currentKey(ring)
  const ids = listed.map(({ accessKeyId }) => accessKeyId)
  if (current === undefined || ids.length === 0 || ids.includes(current.accessKeyId)) return
  if (mayBeLate(ring, now)) return
  const message = `user ${user.name} has not the key on record, ${current.accessKeyId}, but ${ids.join(' and ')}`
  throw new DaypassError('state-invalid', message, {
    hint: 'was an older version of the record put back? Put the newest one there, or delete the other keys in IAM where nobody needs them',
  })
}

function noRoom(
  { user }: KeptUser,
  unknown: readonly { readonly accessKeyId: string; readonly lastUse: KeyUse | undefined }[],
): DaypassError {
  const told = unknown.map(({ accessKeyId, lastUse }) => `${accessKeyId} (${useText(lastUse)})`)
  const message = `user ${user.name} has two access keys, and AWS allows no third: daypass did not make ${told.join(' and ')}`
  return new DaypassError('aws-limit-exceeded', message, {
    reason: { is: 'key-unknown', user: user.name, accessKeyId: unknown[0]?.accessKeyId ?? '' },
    hint: 'if IAM still lists it in some minutes and nobody needs it, delete it there: daypass deletes no key that it does not know',
  })
}

/** When a key was used last, in a few words. */
export function useText(use: KeyUse | undefined): string {
  if (use === undefined) return 'never used'
  return `last used ${use.at.toISOString().slice(0, 16)}Z by ${use.service}`
}
