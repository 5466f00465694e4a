import type { Credentials } from '../credentials.ts'
import type { ActiveLease } from '../lease/lease.ts'

/** A lease and what it is for. The credentials exist nowhere else: not in the store, not in a log. */
export interface Issuance {
  readonly lease: ActiveLease
  readonly credentials: Credentials
}
