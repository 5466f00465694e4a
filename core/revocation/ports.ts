import type { ServerClock } from '../clock.ts'
import type { LeaseId, Random } from '../lease/lease-id.ts'
import type { CallOptions } from '../call-options.ts'
import type { DenyLedger, DenyPolicy } from './deny-ledger.ts'
import type { Denial, DenyEntry, DenyTarget } from './deny-entry.ts'
import type { Revocation } from './revocation.ts'

/** Where the truth about revoked sessions lives: tombstones, and for each target the ledger of what IAM holds. */
export interface DenyStore {
  /** Writes the tombstone of a session. From here on the revocation is durable; twice is harmless. */
  addTombstone(denial: Denial): Promise<void>
  /** All tombstones of a target. A tombstone added before this call is always among them. */
  tombstones(target: DenyTarget): Promise<readonly DenyEntry[]>
  /** Removes tombstones of sessions that have ended. */
  removeTombstones(target: DenyTarget, entries: readonly DenyEntry[]): Promise<void>
  /** The ledger of a target, and the version that a later write must name; undefined before the first. */
  readLedger(target: DenyTarget): Promise<StoredLedger | undefined>
  /** Replaces the ledger if it is still the one that was read (undefined: still absent). */
  writeLedger(
    ledger: DenyLedger,
    before: StoredLedger | undefined,
  ): Promise<StoredLedger | 'conflict'>
  /** Removes the ledger of a target if it is still the one that was written: a request that lands late removes no newer one. */
  removeLedger(written: StoredLedger): Promise<void>
  /** Every target that has tombstones or a ledger. */
  targets(): AsyncIterable<DenyTarget>
}

/** A ledger with its version. */
export interface StoredLedger {
  readonly ledger: DenyLedger
  readonly version: string
}

/** What a policy of a target is to IAM. */
export type DenyKind = DenyPolicy['kind']

/** Writes deny policies in IAM. A name is never used for two different documents, so writing again is safe. */
export interface DenyPolicies {
  /**
   * Puts an inline policy on the target.
   *
   * @throws `aws-limit-exceeded` when the target has no room; `outcome-unknown`, …
   */
  putInline(target: DenyTarget, name: string, document: string, options: CallOptions): Promise<void>
  /** Makes a managed policy and attaches it. What an earlier try left is taken up. Throws as `putInline`. */
  attachManaged(
    target: DenyTarget,
    name: string,
    document: string,
    options: CallOptions,
  ): Promise<void>
  /** Removes a policy made by the two above; what is gone already is done. */
  remove(target: DenyTarget, name: string, kind: DenyKind, options: CallOptions): Promise<void>
  /**
   * The names of the policies of a kind that a target has; IAM may be some minutes behind. Undefined where it does not
   * tell: the right is missing, or there is no such kind.
   */
  names(
    target: DenyTarget,
    kind: DenyKind,
    options: CallOptions,
  ): Promise<ReadonlySet<string> | undefined>
  /**
   * Whether IAM knows the target itself; it may be some minutes behind. Undefined when it will not tell: who lacks a right
   * is answered the same for what is there and for what is not.
   */
  targetExists(target: DenyTarget, options: CallOptions): Promise<boolean | undefined>
}

/**
 * Which seconds of an IAM user are taken. Its session tokens have no name; a revocation tells them apart by
 * the second of issue, so no two may share one.
 */
export interface SecondStore {
  /** Takes a slot, by the epoch second it begins with; false when somebody has it. Death leaves it taken. */
  reserve(issuerArn: string, slot: number): Promise<boolean>
  /** Forgets slots before this time: nobody can issue there any more. */
  forgetBefore(time: Date): Promise<void>
}

/** What denying sessions needs from outside. */
export interface DenyPorts {
  readonly store: DenyStore
  readonly policies: DenyPolicies
  readonly clock: ServerClock
  /** Asks AWS for anything, so that the clock hears the time: what a ledger tells by time is the servers'. */
  readonly askTime: (options: CallOptions) => Promise<void>
  readonly random: Random
  /** What this process is at, by target: all its sessions of one target share it. */
  readonly rounds: Map<string, Promise<StoredLedger | undefined>>
  /**
   * The store goes with this machine: nobody will read its ledgers when sessions have ended. Policies say in their names
   * then when they are over, and whoever revokes on a target clears it of those.
   */
  readonly isPassing?: true
}

/** The user behind a lease, and what tells it from others. */
export interface LeasedUser {
  readonly leaseId: LeaseId
  readonly userName: string
  /** Where it was made; undefined where nobody recorded it. */
  readonly account: string | undefined
  /** The role that made it there, where the account is another than daypass's. */
  readonly accountRoleArn?: string | undefined
  /** Where nothing else tells which user it is: one elsewhere is another. */
  readonly userPath?: string
  /** Its key; undefined while none is recorded, and so nobody holds one. */
  readonly accessKeyId: string | undefined
  /** From when on no request that makes it can reach AWS any more. */
  readonly madeBefore: Date
}

/** What became of a user. */
export type UserEnd =
  /** `wasThere`: it was deleted now, by this call or by another at once. */
  | { readonly status: 'revoked'; readonly wasThere: boolean }
  | Extract<Revocation, { readonly status: 'pending' }>

/** The IAM users behind leases. */
export interface Users {
  /**
   * Makes sure that there is a way into the account of a user; changes nothing.
   *
   * @throws `aws-denied` where daypass is of another account and knows no role there.
   */
  requireWay(user: Pick<LeasedUser, 'userName' | 'account' | 'accountRoleArn'>): Promise<void>
  /**
   * Deletes a user and all that it has; safe to repeat and to run twice at once. A user that IAM does not show counts
   * as deleted only where that is proven: else the answer is `pending`, with the time to look again.
   *
   * @throws as `Issuer.issue` of `core/ports.ts`; the caller tries again later.
   */
  delete(user: LeasedUser, options: CallOptions): Promise<UserEnd>
}

/**
 * Who writes denies: `immediate`, this process does, and needs the right in IAM; `tombstone`, it only leaves
 * a tombstone in the store, and a sweep by somebody with the right writes it.
 */
export const REVOCATION_MODES = ['immediate', 'tombstone'] as const

/** One of {@link REVOCATION_MODES}. */
export type RevocationMode = (typeof REVOCATION_MODES)[number]

/** All that taking back needs from outside. */
export interface RevocationPorts {
  readonly mode: RevocationMode
  readonly users: Users
  readonly denials: DenyPorts
  /** Cleared of past seconds by every sweep that writes denies; left alone when absent. */
  readonly seconds?: SecondStore
}
