import type { CallOptions } from '../call-options.ts'
import { withDeadline } from '../deadline.ts'
import { DaypassError } from '../errors.ts'
import { userNameFor } from '../issuance/names.ts'
import { secondsAfter } from '../clock.ts'
import { defined } from '../language/defined.ts'
import { type LeaseId, roleOf } from '../lease/lease-id.ts'
import type { UserTrail } from '../lease/lease-store.ts'
import { type LiveLease, PENDING_GRACE_SECONDS, makerEndsAt } from '../lease/lease.ts'
import type { RevocationPorts, UserEnd } from './ports.ts'
import type { Revocation } from './revocation.ts'
import { revokeSession } from './revoke-session.ts'

/** Less than the two minutes that a claim holds. */
const REVOKE_SECONDS = 90

/**
 * Takes back the credentials behind a lease: a user is deleted, a session is denied everything, and no other.
 * Takes a minute and a half at the most. Safe to repeat and to run twice at once.
 *
 * @throws `state-invalid` for a user that daypass did not name; what AWS and the store answer, and the caller
 * tries again later.
 */
export async function revokeCredentials(
  ports: RevocationPorts,
  lease: LiveLease,
  { signal }: CallOptions,
): Promise<Revocation> {
  const limit = { milliseconds: REVOKE_SECONDS * 1000, signal }
  return await withDeadline(ports.denials.clock, limit, (ended) =>
    takeBack(ports, lease, { signal: ended }),
  )
}

/**
 * Deletes the user of a lease whose record has vanished, known by its name alone.
 *
 * @throws as {@link revokeCredentials}.
 */
export async function revokeByName(
  ports: RevocationPorts,
  id: LeaseId,
  { issuedAt, account, userPath, accessKeyId }: Partial<UserTrail>,
  { signal }: CallOptions,
): Promise<UserEnd> {
  const limit = { milliseconds: REVOKE_SECONDS * 1000, signal }
  const began = issuedAt ?? ports.denials.clock.now()
  const madeBefore = accessKeyId === undefined ? secondsAfter(began, PENDING_GRACE_SECONDS) : began
  const userName = userNameFor(roleOf(id), id)
  const named = { leaseId: id, userName, account, accessKeyId, madeBefore }
  const user = { ...named, ...defined({ userPath }) }
  return await withDeadline(ports.denials.clock, limit, (ended) =>
    ports.users.delete(user, { signal: ended }),
  )
}

async function takeBack(
  ports: RevocationPorts,
  lease: LiveLease,
  options: CallOptions,
): Promise<Revocation> {
  if (lease.principal.type !== 'iam_user')
    return await revokeSession(ports.denials, ports.mode, lease, options)
  const { userName, account, accountRoleArn, accessKeyId } = lease.principal
  refuseForeignName(userName, lease)
  const madeBefore = makerEndsAt(lease) ?? lease.issuedAt
  const user = { leaseId: lease.id, userName, account, accountRoleArn, accessKeyId, madeBefore }
  return await ports.users.delete(user, options)
}

/**
 * Only what daypass named itself is deleted: a lease in the store that was altered cannot be aimed at
 * somebody else's user. Who it is of is looked at once more in IAM, by its tag.
 *
 * @throws `state-invalid`.
 */
function refuseForeignName(userName: string, { id, role }: LiveLease): void {
  const own = userNameFor(role, id)
  if (userName === own) return
  throw new DaypassError('state-invalid', `user ${userName} is not one that lease ${id} made`, {
    hint: `its user is called ${own}; somebody has altered the lease in the store`,
  })
}
