import type { LiveLease } from '../../core/lease/lease.ts'

/** The states of a lease that lives. */
export const LEASE_STATES = [
  'pending',
  'active',
  'revoking',
] as const satisfies readonly LiveLease['state'][]
