import { DaypassError } from '../errors.ts'
import type { KeptUserRef } from '../keys/key-ring.ts'
import type { KeptStore } from '../keys/ports.ts'
import type { KeptStaticRole, StaticRole } from './static-role.ts'

/**
 * Puts a static role on record, or changes what is said about one; its keys stay. The first key is made by the
 * rotation that follows.
 *
 * @param user - the user that the role names, as IAM knows it.
 * @throws `request-invalid` when the role on record is of another user, or is given up; `lease-conflict`.
 */
export async function writeStaticRole(
  store: KeptStore<KeptStaticRole>,
  role: StaticRole,
  user: KeptUserRef,
): Promise<KeptStaticRole> {
  const stored = await store.read()
  const before = stored?.kept
  if (before !== undefined && (before.user.id !== user.id || before.ring.phase === 'removing')) {
    const message = `the static role ${role.name} on record is of ${before.user.arn}`
    throw new DaypassError('request-invalid', message, {
      reason: { is: 'static-role-of-another', role: role.name },
      hint: 'delete the one on record, and the keys that daypass made for it with it; or choose another name',
    })
  }
  const kept: KeptStaticRole = {
    role,
    user,
    rotationPeriodSeconds: role.rotation_period,
    graceSeconds: role.grace_period,
    ring: before?.ring ?? { phase: 'empty' },
  }
  const written = await store.write(kept, stored)
  if (written !== 'conflict') return kept
  throw new DaypassError('lease-conflict', `${store.place} was changed by another process`, {
    hint: 'it may be rotating its key: try again',
  })
}
