import type { LeaseId } from '../../core/lease/lease-id.ts'
import { isLive } from '../../core/lease/lease-store.ts'
import type { LiveLease } from '../../core/lease/lease.ts'
import { leaveToSweep } from '../../core/lease/leave-to-sweep.ts'
import type { Ports } from '../../core/ports.ts'
import { denialOf } from '../../core/revocation/deny-entry.ts'

/**
 * Writes down that a lease is to be ended, so that a sweep does it if this process dies: the tombstone of a session, which
 * is one request, or a user's lease as due now. Answers the lease; undefined where there is none any more.
 *
 * @param known - as this process issued it; it is read where this process did not.
 * @throws what the store answers.
 */
export async function recordIntent(
  ports: Ports,
  id: LeaseId,
  known: LiveLease | undefined,
): Promise<LiveLease | undefined> {
  const lease = known ?? (await readLive(ports, id))
  if (lease === undefined) return undefined
  const denial = denialOf(lease)
  if (denial === undefined) await leaveToSweep(ports, id, 'closed, and not taken back yet')
  else await ports.revocation.denials.store.addTombstone(denial)
  return lease
}

async function readLive({ leases }: Ports, id: LeaseId): Promise<LiveLease | undefined> {
  const found = await leases.read(id)
  return found !== undefined && isLive(found) ? found.lease : undefined
}
