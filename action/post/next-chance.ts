import { isDaypassError } from '../../core/errors.ts'
import { isLive } from '../../core/lease/lease-store.ts'
import type { Ports } from '../../core/ports.ts'
import type { Connection } from '../connection/connection.ts'
import type { SavedLease } from '../saved/saved-state.ts'

/**
 * What happens next to a lease that could not be revoked: the sweep tries again only where the attempt is on record, and
 * otherwise sees to it when it ends.
 *
 * @param late - rejects when no time is left to find out.
 */
export async function nextChance(
  ports: Ports,
  { state }: Connection,
  { id }: SavedLease,
  late: Promise<never>,
): Promise<string> {
  if (!state.startsWith('s3:'))
    return 'no sweep can reach it, since its record is in the runner’s temporary directory'
  return (await isNoted(ports, id, late))
    ? 'a sweep of the state revokes it'
    : `nobody has noted that it is to end before its time: daypass revoke ${id} does it`
}

async function isNoted(ports: Ports, id: SavedLease['id'], late: Promise<never>): Promise<boolean> {
  try {
    const found = await Promise.race([ports.leases.read(id), late])
    return found !== undefined && isLive(found) && found.lease.state === 'revoking'
  } catch (error) {
    if (isDaypassError(error)) return false
    throw error
  }
}
