import { isDaypassError } from './errors.ts'
import { allOrFirstFailure } from './language/in-parallel.ts'
import { isOverdue } from './lease/is-due.ts'
import type { LeaseStore } from './lease/lease-store.ts'
import type { LiveLease } from './lease/lease.ts'
import { emptyLedger } from './revocation/deny-ledger.ts'
import type { DenyTarget } from './revocation/deny-entry.ts'
import { unpublished } from './revocation/plan-policy.ts'
import type { DenyStore, RevocationMode } from './revocation/ports.ts'
import { type LastFound, describeSilence, lastSweepAt, tamperedLately } from './sweep-mark.ts'

/** What is known, from the store alone, of whether leases are ended. */
export interface Watch {
  /** Of a sweep that does what is left to sweeps; undefined where none ever came by. */
  readonly lastSweepAt: Date | undefined
  /** Set where revocations wait for a sweep that does not come, in one sentence. */
  readonly silence: string | undefined
  /** Live leases that were due for longer than any process may keep one to itself. */
  readonly overdue: number
  /** Revoked sessions that IAM does not deny yet. */
  readonly waitingDenies: number
  /** Live leases that three attempts or more could not end. */
  readonly stuck: number
  /** Deny policies that others removed, as sweeps found in the last day. */
  readonly tampered: number
  /** What the last inventory found; undefined where no sweep took one. */
  readonly orphans: LastFound | undefined
}

/** What was read of the leases. */
interface KnownLeases {
  readonly live: Iterable<LiveLease>
  readonly stuck: number
}

interface WatchPorts {
  readonly leases: Pick<LeaseStore, 'sweeps'>
  readonly denials: Pick<DenyStore, 'targets' | 'readLedger' | 'tombstones'>
  readonly mode: RevocationMode
}

/** Looks whether leases are ended and denies written. Reads the mark of the sweeps and what each role and user with denies carries. */
export async function watch(
  { leases, denials, mode }: WatchPorts,
  { live, stuck }: KnownLeases,
  now: Date,
): Promise<Watch> {
  const [mark, waitingDenies] = await allOrFirstFailure([
    leases.sweeps.read(),
    countWaiting(denials, now),
  ])
  return {
    lastSweepAt: lastSweepAt(mark, mode),
    silence: describeSilence({ mark, readAt: now }, mode),
    overdue: [...live].filter(({ dueAt }) => isOverdue(dueAt, now)).length,
    waitingDenies,
    stuck,
    tampered: tamperedLately(mark, now),
    orphans: mark.orphans,
  }
}

/** Revoked sessions that IAM does not deny yet, as far as the store tells. */
async function countWaiting(store: WatchPorts['denials'], now: Date): Promise<number> {
  let waiting = 0
  for await (const target of store.targets()) waiting += await waitingOn(store, target, now)
  return waiting
}

/** Of a ledger that nobody can read nothing is known to be denied. */
async function waitingOn(
  store: WatchPorts['denials'],
  target: DenyTarget,
  now: Date,
): Promise<number> {
  const readLedger = store.readLedger(target).catch((error: unknown) => {
    if (isDaypassError(error, 'state-invalid')) return undefined
    throw error
  })
  const [stored, tombstones] = await allOrFirstFailure([readLedger, store.tombstones(target)])
  return unpublished(stored?.ledger ?? emptyLedger(target), tombstones, now).length
}
