import type { ActiveLease } from '../lease/lease.ts'
import { lastUseAt } from '../lease/session-limits.ts'

/**
 * What may outlive a lease because its session policy has no room for the end, as a sentence for whoever issued it;
 * undefined where nothing does.
 */
export function describeSurvivor(lease: ActiveLease): string | undefined {
  const last = lastUseAt(lease)
  if (last <= lease.expiresAt) return undefined
  const until = last.toISOString().replace('.000Z', 'Z')
  return `the session policies of lease ${lease.id} have no room for its end: a console session made from its credentials may live on until ${until}, unless the lease is revoked before its end; shorten the role's policies, ARNs or session tags`
}
