import { RIGHTS } from '../../core/rights/rights-of.ts'
import type { TrustFlags } from './trusted-issuer.ts'

/** What `daypass policy` prints: the policies of {@link RIGHTS}, the broker's trust policy, or all. */
export const POLICIES = [...RIGHTS, 'trust', 'all'] as const

/** Options of `policy`. */
export interface PolicyFlags extends TrustFlags {
  readonly account?: string
  readonly issuingUser?: string
  readonly boundary?: string
  readonly boundedRoles?: boolean
  readonly wholeOwners?: string
}
