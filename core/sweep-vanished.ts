import type { CallOptions } from './call-options.ts'
import { ignoreOperational } from './errors.ts'
import type { DueEntry } from './lease/lease-store.ts'
import type { Ports } from './ports.ts'
import { revokeByName } from './revocation/revoke-credentials.ts'

/** What became of an entry whose lease has no record. */
export type VanishedEnd =
  /** Nothing stands behind it any more, and it was dropped. */
  | { readonly is: 'gone'; readonly userWasThere: boolean }
  /** It stays: nothing is to be done by this sweep, or it is not proven yet that there is no user. */
  | { readonly is: 'left'; readonly isUnproven: boolean }

/**
 * Deals with an entry without any record: of a lease that came to nothing, or of one whose object vanished. Then all that
 * is left of it may be its user, which is deleted. The entry stays until it is known that there is none.
 *
 * @throws what the store and AWS answer; the entry stays.
 */
export async function sweepVanished(
  ports: Ports,
  entry: DueEntry,
  options: CallOptions & { readonly dryRun?: boolean; readonly revocationsOnly?: boolean },
): Promise<VanishedEnd> {
  if (options.dryRun === true) return { is: 'left', isUnproven: false }
  const trail = await ports.leases.readDue(entry)
  let userWasThere = false
  if (trail !== undefined) {
    if (options.revocationsOnly === true) return { is: 'left', isUnproven: false }
    const end = await revokeByName(ports.revocation, entry.id, trail, options)
    if (end.status === 'pending') return { is: 'left', isUnproven: true }
    userWasThere = end.wasThere
  }
  // An entry that stays leads nowhere.
  await ports.leases.dropDue([entry]).catch(ignoreOperational)
  return { is: 'gone', userWasThere }
}
