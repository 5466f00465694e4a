import { secondsAfter } from '../clock.ts'
import { DaypassError } from '../errors.ts'
import { ROTATING_SECONDS, type Course, type Step } from './course.ts'
import { currentKey, type KeptUser } from './key-ring.ts'
import type { KeyUse, Stored } from './ports.ts'
import { unknownKeys } from './stray-keys.ts'

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
