import { type EndResult, endLease } from './lease/end-lease.ts'
import { DaypassError, isDaypassError } from './errors.ts'
import { learnTime } from './learn-time.ts'
import type { EndedLease } from './lease/lease.ts'
import type { LeaseId } from './lease/lease-id.ts'
import { isDue } from './lease/is-due.ts'
import { isLive } from './lease/lease-store.ts'
import { lastUseAt } from './lease/session-limits.ts'
import type { Ports } from './ports.ts'
import { revokeByName } from './revocation/revoke-credentials.ts'
import type { CallOptions } from './call-options.ts'
import { revokeSession } from './revocation/revoke-session.ts'

const RACES_MAX = 5

/**
 * Ends a lease and the credentials behind it. Safe to repeat: a lease that has ended stays ended. Of a session that was
 * revoked and might still live, the Deny is made sure of once more, because others can remove it. Where the store has
 * no record of a lease, a user of its name is deleted all the same.
 *
 * @throws `lease-not-found` where neither record nor user is there, and what AWS or the store answers; the lease then stays on the list and the
 * sweep tries again.
 */
export async function revoke(
  ports: Ports,
  id: LeaseId,
  options: CallOptions = {},
): Promise<EndResult> {
  for (let race = 1; ; race++) {
    const found = await ports.leases.read(id)
    if (found === undefined) return await revokeWithoutRecord(ports, id, options)
    if (!isLive(found)) return await makeSure(ports, found, options)
    const { lease } = found
    if (lease.status === 'revoking' && lease.claimed && !isDue(lease, ports.clock.now())) {
      return { status: 'pending', reason: 'another process is revoking it' }
    }
    try {
      return await endLease(ports, found, 'requested', options)
    } catch (error) {
      // Somebody renewed, revoked or swept it since it was read: look again.
      if (!isDaypassError(error, 'lease-conflict') || race === RACES_MAX) throw error
    }
  }
}

async function makeSure(ports: Ports, lease: EndedLease, options: CallOptions): Promise<EndResult> {
  const { endedAt, outcome, principal, expiresAt } = lease
  const over: EndResult = { status: 'ended', at: endedAt, outcome, recorded: false }
  if (outcome !== 'revoked' || principal.type === 'iam_user') return over
  const isOver = lastUseAt(lease) <= ports.clock.now()
  const now = isOver ? await learnTime(ports, options) : undefined
  if (now !== undefined && lastUseAt(lease) <= now) return over
  const { denials, mode } = ports.revocation
  const again = await revokeSession(denials, mode, lease, { ...options, again: true })
  switch (again.status) {
    case 'revoked':
      return over
    case 'pending':
      return again
    case 'ends_at':
      return { ...again, at: expiresAt }
  }
}

/**
 * The name of a user follows from the lease, and its tag says that it is of it.
 *
 * @throws `lease-not-found`.
 */
async function revokeWithoutRecord(
  ports: Ports,
  id: LeaseId,
  options: CallOptions,
): Promise<EndResult> {
  const message = `there is no lease ${id}`
  try {
    const end = await revokeByName(ports.revocation, id, {}, options)
    if (end.status === 'revoked' && end.wasThere)
      return { status: 'revoked', at: ports.clock.now() }
  } catch (error) {
    const isUntold =
      isDaypassError(error) && error.code !== 'cancelled' && error.code !== 'state-invalid'
    if (!isUntold) throw error
    const hint = `whether there is a user of its name is not known: ${error.message}`
    throw new DaypassError('lease-not-found', message, { cause: error, hint })
  }
  throw new DaypassError('lease-not-found', message)
}
