import type { CallOptions } from './call-options.ts'
import { isDaypassError } from './errors.ts'
import { allOrFirstFailure } from './language/in-parallel.ts'
import type { LeaseId } from './lease/lease-id.ts'
import { isLive } from './lease/lease-store.ts'
import type { Ports } from './ports.ts'

/** Taking back one lease takes some seconds; a claim that nobody works on holds for two minutes. */
const LOOKS_MAX = 30
const PAUSE_MS = 1000

/**
 * Of leases that were due for long and claimed by others, those that nobody ends. Another sweep that began at the same time
 * has them gone within seconds, however long they were due before anybody came by: so they are looked at again for half
 * a minute. What cannot be read stays overdue.
 */
export async function stillOverdue(
  ports: Ports,
  overdue: readonly LeaseId[],
  { signal }: CallOptions,
): Promise<readonly LeaseId[]> {
  let left = overdue
  for (let look = 1; left.length > 0 && look <= LOOKS_MAX; look++) {
    if (signal?.aborted === true) break
    await ports.clock.sleep(PAUSE_MS)
    const live = await allOrFirstFailure(left.map((id) => mayLive(ports, id)))
    left = left.filter((_, n) => live[n])
  }
  return left
}

async function mayLive({ leases }: Ports, id: LeaseId): Promise<boolean> {
  try {
    const found = await leases.read(id)
    return found !== undefined && isLive(found)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return true
  }
}
