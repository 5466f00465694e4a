import type { CallOptions } from '../call-options.ts'
import type { LeaseId } from '../lease/lease-id.ts'
import type { Ports } from '../ports.ts'
import type { DenyPolicies } from '../revocation/ports.ts'

/** A user that a lease made, as far as anybody knows. */
export interface SwitchableUser {
  readonly userName: string
  /** Where it is; daypass's own account when absent. */
  readonly account?: string
  /** Compared where it is known: a user elsewhere is another. */
  readonly userPath?: string
}

/** Stops users that leases made, lets them go on, and tells whose they are. No other user is touched: tag, name and path are compared. */
export interface UserSwitch {
  /**
   * Denies the user everything, sessions that it took included, and makes its keys inactive. Safe to repeat; death midway
   * leaves it denied.
   *
   * @throws `state-invalid` for a user that is not one of a lease; what IAM answers.
   */
  off(user: SwitchableUser, options: CallOptions): Promise<void>
  /** Which lease made it, by its tag in IAM. Throws as `off`. */
  leaseOf(user: SwitchableUser, options: CallOptions): Promise<LeaseId>
  /** Takes that back: answers false where nothing was there to be taken back. Throws as `off`. */
  on(user: SwitchableUser, options: CallOptions): Promise<boolean>
}

/** What breaking the glass needs from outside: IAM and AWS's time, and no store. */
export interface BreakGlassPorts extends Pick<Ports, 'clock' | 'askTime'> {
  /** Those that stop all sessions, and none of a revocation. */
  readonly policies: DenyPolicies
  readonly users: UserSwitch
}
