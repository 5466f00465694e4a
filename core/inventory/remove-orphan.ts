import type { CallOptions } from '../call-options.ts'
import { withDeadline } from '../deadline.ts'
import { type DaypassError, isDaypassError } from '../errors.ts'
import type { LeaseId } from '../lease/lease-id.ts'
import { isLive } from '../lease/lease-store.ts'
import type { ListingPorts } from '../ports.ts'
import type { InventoryEntry, OrphanRemoval } from './inventory-entry.ts'

/** What became of an orphan. */
export type OrphanEnd =
  | { readonly is: 'removed' }
  /** It is there, or may be. */
  | { readonly is: 'left'; readonly because: string; readonly error?: DaypassError }

/** As long as a revocation takes. */
const REMOVE_SECONDS = 90

/**
 * Takes away one thing that an inventory found to be proven ours and dead. The store is asked once more whether a lease
 * leads to it, and IAM whether its tag says that it is ours. What is gone already is removed; may be repeated after a death midway,
 * which leaves a user without rights, or a policy on some of those that had it.
 */
export async function removeOrphan(
  ports: ListingPorts,
  { removal }: Pick<InventoryEntry, 'removal'>,
  { signal }: CallOptions,
): Promise<OrphanEnd> {
  if (removal === undefined) return { is: 'left', because: 'it is not proven to be dead' }
  const limit = { milliseconds: REMOVE_SECONDS * 1000, signal }
  try {
    return await withDeadline(ports.clock, limit, (ended) =>
      remove(ports, removal, { signal: ended }),
    )
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return { is: 'left', because: error.message, error }
  }
}

async function remove(
  ports: ListingPorts,
  removal: OrphanRemoval,
  options: CallOptions,
): Promise<OrphanEnd> {
  switch (removal.of) {
    case 'user': {
      const { user } = removal
      if (await isLeased(ports, user.leaseId)) return { is: 'left', because: 'its lease lives' }
      const end = await ports.revocation.users.delete(user, options)
      return end.status === 'revoked' ? { is: 'removed' } : { is: 'left', because: end.reason }
    }
    case 'policy':
      await ports.lists.removePolicy(removal.arn, options)
      return { is: 'removed' }
    case 'deny': {
      const { target, name, kind } = removal
      await ports.revocation.denials.policies.remove(target, name, kind, options)
      return { is: 'removed' }
    }
  }
}

async function isLeased({ leases }: ListingPorts, id: LeaseId): Promise<boolean> {
  const found = await leases.read(id)
  return found !== undefined && isLive(found)
}
