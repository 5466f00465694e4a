import { type EndResult, endLease } from './lease/end-lease.ts'
import { DaypassError, isDaypassError } from './errors.ts'
import type { LeaseId } from './lease/lease-id.ts'
import { isLive } from './lease/lease-store.ts'
import type { Ports } from './ports.ts'
import type { CallOptions } from './call-options.ts'

const RACES_MAX = 5

/**
 * Ends a lease and the credentials behind it. Safe to repeat: a lease that has ended stays ended.
 *
 * @throws `lease-not-found`, and what AWS or the store answers; the lease then stays on the list and the
 * sweep tries again.
 */
export async function revoke(
  ports: Ports,
  id: LeaseId,
  options: CallOptions = {},
): Promise<EndResult> {
  for (let race = 1; ; race++) {
    const found = await ports.leases.read(id)
    if (found === undefined) throw new DaypassError('lease-not-found', `there is no lease ${id}`)
    if (!isLive(found)) {
      return { status: 'ended', at: found.endedAt, outcome: found.outcome, recorded: false }
    }
    const { lease } = found
    if (lease.status === 'revoking' && lease.claimed && lease.dueAt > ports.clock.now()) {
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
