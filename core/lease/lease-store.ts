import type { DaypassError } from '../errors.ts'
import type { LeaseId } from './lease-id.ts'
import type { SweepMarks } from '../sweep-mark.ts'
import type { EndedLease, Lease, LiveLease } from './lease.ts'

/** A live lease as it stands in the store, with the version that a replacement must name. */
export interface StoredLease<L extends LiveLease = LiveLease> {
  readonly lease: L
  readonly version: string
}

/** An entry of the due index: look at this lease at this time. */
export interface DueEntry {
  readonly dueAt: Date
  readonly id: LeaseId
}

/** What recording an end came to: the record stands in any case. */
export interface RecordedEnd {
  /** Whether this call wrote it; else it stood there already. */
  readonly isFirst: boolean
  /** Why the live record or its due entries could not be removed: a later sweep finds them and tries again. */
  readonly left?: DaypassError
}

/** What an entry of the due index says of the IAM user behind its lease, whose name follows from the id. */
export interface UserTrail {
  readonly userPath: string
  readonly account?: string
  /** Its key; absent while none was recorded. */
  readonly accessKeyId?: string
  readonly issuedAt: Date
}

/** A lease whose document cannot be understood: credentials may stand behind it. */
export interface UnreadableLease {
  readonly id: LeaseId
  /** `state-invalid`. */
  readonly error: DaypassError
}

/** What tells a store from every other: users of its leases carry it in a tag. */
export interface StoreMark {
  /** Undefined for a store in which no user's lease ever was. */
  read(): Promise<string | undefined>
  /** The same, made where there is none yet. Two who make it at once get the same. */
  make(): Promise<string>
}

/**
 * Where leases live. Conditional writes are its only lock; every method may be called by any number of
 * processes at once. Invariant: for every live lease there is a due entry not later than its `dueAt`,
 * or an earlier entry from which the sweep will put one.
 *
 * All methods throw `state-denied`, `state-unavailable`, `state-not-found`, or `outcome-unknown` for a
 * write without an answer.
 */
export interface LeaseStore {
  /**
   * Proves that the store honours conditional writes. Cheap after the first time; meant to run beside
   * other requests, and to be awaited before anything irrevocable is done.
   *
   * @throws `state-unsafe` when it does not.
   */
  ready(): Promise<void>
  /** Whether no lease was ever written here: nothing has proven the store yet, or everything was taken out of it. */
  isNew(): Promise<boolean>
  readonly mark: StoreMark
  readonly sweeps: SweepMarks
  /** Writes a new lease and its due entries (`dueAt`, and `expiresAt` if that is later), side by side. */
  create<L extends LiveLease>(lease: L): Promise<StoredLease<L>>
  /** Any lease, live or ended; undefined when there is no such lease. */
  read(id: LeaseId): Promise<StoredLease | EndedLease | undefined>
  /**
   * Replaces a lease if it is still the one that was read. The due entry for a new `dueAt` is there
   * before this resolves; `keepDue` says that an earlier entry still stands and serves.
   *
   * @throws `lease-conflict` when somebody else changed it.
   */
  replace<L extends LiveLease>(
    before: StoredLease,
    next: L,
    options?: { keepDue?: boolean },
  ): Promise<StoredLease<L>>
  /** Removes due entries that no longer say the truth; what is gone already counts as done. */
  dropDue(entries: readonly DueEntry[]): Promise<void>
  /** Puts the due entry of a lease again. */
  putDue(lease: LiveLease): Promise<void>
  /**
   * What an entry says of a user; undefined for that of a session, and for one that is gone.
   *
   * @throws `state-invalid`.
   */
  readDue(entry: DueEntry): Promise<UserTrail | undefined>
  /**
   * Writes the ended record, then removes the live one and its due entries, so that death in between
   * leaves something the sweep still finds.
   */
  end(before: LiveLease, ended: EndedLease, due: readonly DueEntry[]): Promise<RecordedEnd>
  /** Removes a lease behind which nothing was ever made. */
  withdraw(lease: LiveLease): Promise<void>
  /** Due entries up to a time, earliest first. Reads no further than asked, however many leases live. */
  due(until: Date): AsyncIterable<DueEntry>
  /**
   * Whether this caller is to look at every live lease: true for one caller a day. Says so once; if that
   * process dies over it, the next day's sweep does it.
   */
  beginFullSweep(now: Date): Promise<boolean>
  /** How many leases of a role live, counted up to a limit. */
  count(role: string, limit: number): Promise<number>
  /**
   * All live leases, of one role or of all, in no order.
   *
   * @param pass - is given those that cannot be read, which are passed over; without it the first of them is thrown.
   */
  list(role?: string, pass?: (unreadable: UnreadableLease) => void): AsyncIterable<LiveLease>
  /** Ids of leases whose revocation is marked stuck. */
  stuck(): AsyncIterable<LeaseId>
  /** Marks a lease as stuck. {@link LeaseStore.end} takes the mark away. */
  markStuck(id: LeaseId): Promise<void>
  /** Takes the mark away; absent is fine. */
  clearStuck(id: LeaseId): Promise<void>
}

/** Whether a read lease is live. */
export function isLive(found: StoredLease | EndedLease): found is StoredLease {
  return 'version' in found
}

/** The lease itself, whichever of the two was read. */
export function leaseOf(found: StoredLease | EndedLease): Lease {
  return isLive(found) ? found.lease : found
}
