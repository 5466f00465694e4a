import { describeSurvivor } from '../../core/issuance/describe-survivor.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import type { Session } from '../session.ts'

/** Says so where something may outlive a lease that was issued. */
export async function warnOfSurvivor({ reporter }: Session, lease: ActiveLease): Promise<void> {
  const survivor = describeSurvivor(lease)
  if (survivor !== undefined) await reporter.warn(survivor)
}
