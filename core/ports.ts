import type { CallOptions } from './call-options.ts'
import type { ServerClock } from './clock.ts'
import type { Credentials } from './credentials.ts'
import type { Random } from './lease/lease-id.ts'
import type { LeaseStore } from './lease/lease-store.ts'
import type { LiveLease, Principal } from './lease/lease.ts'
import type { Order } from './issuance/order.ts'
import type { IamLists } from './inventory/iam-lists.ts'
import type { RevocationPorts } from './revocation/ports.ts'
import type { ReconciledKeys } from './keys/reconcile-keys.ts'

/** What an issuer made. */
export interface Issued {
  readonly credentials: Credentials
  /** The principal of the lease, now with what only AWS could tell. */
  readonly principal: Principal
}

/** Makes credentials in AWS. */
export interface Issuer {
  /**
   * Makes what is ordered. If it throws, part of it may exist, unless the error is marked `madeNothing`: the caller
   * revokes by the principal that it recorded before.
   *
   * @throws `aws-denied`, `aws-rejected`, `aws-limit-exceeded`, `aws-throttled`, `aws-unavailable`,
   * `aws-credentials-missing` when AWS surely did not make credentials; `outcome-unknown` when it may have.
   */
  issue(order: Order, options: CallOptions): Promise<Issued>
  /**
   * The account that users are made in, twelve digits; undefined where AWS's endpoint does not tell. Asked once.
   *
   * @throws `aws-credentials-missing`, `aws-unavailable`, …
   */
  account(options: CallOptions): Promise<string | undefined>
  /**
   * Resolves once AWS accepts the credentials. A new IAM key needs some seconds to spread.
   *
   * @throws `key-not-accepted` when they still fail after the bounded wait.
   */
  confirm(order: Order, credentials: Credentials, options: CallOptions): Promise<void>
  /** Moves the end of the lease's credentials in AWS, where AWS itself enforces one. Safe to repeat. */
  extend(lease: LiveLease, expiresAt: Date, options: CallOptions): Promise<void>
}

/** All that the domain needs from outside. */
export interface Ports {
  readonly issuer: Issuer
  readonly revocation: RevocationPorts
  readonly leases: LeaseStore
  readonly clock: ServerClock
  /** Asks a server of AWS for anything, so that the clock hears the time. Throws as every call. */
  readonly askTime: (options: CallOptions) => Promise<void>
  readonly random: Random
  /** What IAM lists of the account. Absent where nobody takes an inventory. */
  readonly lists?: IamLists
  /** Rotates the keys that are kept and whose time has come. Part of every sweep; absent where none are. */
  reconcileKeys?(options: CallOptions): Promise<readonly ReconciledKeys[]>
}

/** The same, where somebody may take an inventory. */
export interface ListingPorts extends Ports {
  readonly lists: IamLists
}
