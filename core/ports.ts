import type { Clock } from './clock.ts'
import type { Credentials } from './credentials.ts'
import type { Random } from './lease/lease-id.ts'
import type { LeaseStore } from './lease/lease-store.ts'
import type { LiveLease, Principal } from './lease/lease.ts'
import type { Order } from './issuance/order.ts'
import type { ReconciledTarget } from './revocation/reconcile-denials.ts'
import type { ReconciledKeys } from './keys/reconcile-keys.ts'

/** Options of every call that leaves the process. */
export interface CallOptions {
  /** Aborts the call; what it wrote by then is unknown. */
  readonly signal?: AbortSignal | undefined
}

/** What an issuer made. */
export interface Issued {
  readonly credentials: Credentials
  /** The principal of the lease, now with what only AWS could tell. */
  readonly principal: Principal
}

/** Makes credentials in AWS. */
export interface Issuer {
  /**
   * Makes what is ordered. If it throws, part of it may exist: the caller revokes by the principal that
   * it recorded before.
   *
   * @throws `aws-denied`, `aws-rejected`, `aws-limit-exceeded`, `aws-throttled`, `aws-unavailable`,
   * `aws-credentials-missing` when AWS surely did not make credentials; `outcome-unknown` when it may have.
   */
  issue(order: Order, options: CallOptions): Promise<Issued>
  /**
   * Resolves once AWS accepts the credentials. A new IAM key needs some seconds to spread.
   *
   * @throws `key-not-accepted` when they still fail after the bounded wait.
   */
  confirm(order: Order, credentials: Credentials, options: CallOptions): Promise<void>
  /** Moves the end of the lease's credentials in AWS, where AWS itself enforces one. Safe to repeat. */
  extend(lease: LiveLease, expiresAt: Date, options: CallOptions): Promise<void>
}

/** What a revocation reached. */
export type Revocation =
  /** AWS refuses the credentials, or will as soon as IAM has spread the change. */
  | { readonly status: 'revoked' }
  /** Noted down for a sweep by somebody with more rights. */
  | { readonly status: 'pending'; readonly reason: string }
  /** They cannot be taken back now and work until they expire. */
  | { readonly status: 'ends_at'; readonly reason: string }

/** Takes credentials back. */
export interface Revoker {
  /**
   * Ends the credentials behind a lease. What is already gone counts as done; safe to repeat and to run twice at once.
   *
   * @throws as {@link Issuer.issue}; the caller tries again later.
   */
  revoke(lease: LiveLease, options: CallOptions): Promise<Revocation>
  /**
   * Brings what revocations left in AWS in order: writes denies that nobody finished, removes those whose
   * sessions have ended. Part of every sweep. Absent where revoking leaves nothing.
   */
  reconcile?(options: CallOptions): Promise<readonly ReconciledTarget[]>
}

/** All that the domain needs from outside. */
export interface Ports {
  readonly issuer: Issuer
  readonly revoker: Revoker
  readonly leases: LeaseStore
  readonly clock: Clock
  readonly random: Random
  /** Rotates the keys that are kept and whose time has come. Part of every sweep; absent where none are. */
  reconcileKeys?(options: CallOptions): Promise<readonly ReconciledKeys[]>
}
