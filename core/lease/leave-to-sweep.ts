import { isDaypassError } from '../errors.ts'
import type { Ports } from '../ports.ts'
import type { LeaseId } from './lease-id.ts'
import { isLive } from './lease-store.ts'
import { claim, lookAgain } from './lease.ts'

const RACES_MAX = 3

/**
 * Writes down that a lease is to be ended and that nobody is at it: it is due at once, and the next sweep's work. What has
 * ended meanwhile stays ended. Also for a lease that this process has begun to revoke and will not finish.
 *
 * @throws what the store answers; `lease-conflict` when others change the lease again and again.
 */
export async function leaveToSweep(ports: Ports, id: LeaseId, reason: string): Promise<void> {
  for (let race = 1; ; race++) {
    const found = await ports.leases.read(id)
    if (found === undefined || !isLive(found)) return
    const now = ports.clock.now()
    const due = lookAgain(claim(found.lease, 'requested', now), reason, wholeSecondBefore(now))
    try {
      await ports.leases.replace(found, due)
      return
    } catch (error) {
      if (!isDaypassError(error, 'lease-conflict') || race === RACES_MAX) throw error
    }
  }
}

/** Rounded down: rounded up it would be due only in the next second. */
function wholeSecondBefore(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000)
}
