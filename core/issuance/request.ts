import type { Holder } from '../lease/holder.ts'
import type { LeaseId } from '../lease/lease-id.ts'
import type { Role } from '../role/role.ts'

/** Who asks for credentials of which role, and how. */
export interface IssueRequest {
  readonly role: Role
  readonly holder: Holder
  /**
   * The lease's id, from `newLeaseId` of this role, for who must note it before anything is made. Never one that was
   * used before; a new one when absent.
   */
  readonly id?: LeaseId | undefined
  /** Lifetime in seconds; the role's default when absent. More than the role's maximum is refused. */
  readonly ttlSeconds?: number | undefined
  /** Which of the role's `role_arns`; may be left out when there is one. */
  readonly roleArn?: string | undefined
  /** Replaces the role's `role_session_name` template; the lease's own part is added in any case. */
  readonly roleSessionName?: string | undefined
  /** The role names whom it is for, no token says who asks, and the face gives it all the same: noted in the lease. */
  readonly allowedWithoutSubject?: boolean | undefined
  /** Six digits, for a `session_token` role with `mfa_serial_number`. */
  readonly mfaCode?: string | undefined
}
