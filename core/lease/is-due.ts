import { earlier, secondsAfter } from '../clock.ts'
import {
  type LiveLease,
  PENDING_GRACE_SECONDS,
  RETRY_SECONDS_MAX,
  REVOKING_SECONDS,
} from './lease.ts'
import { SKEW_SECONDS } from './session-limits.ts'

/**
 * Whether the time of a live lease has come. A time beyond what daypass ever sets is not believed: a record that somebody
 * altered keeps nobody from the lease for ever.
 */
export function isDue(lease: LiveLease, now: Date): boolean {
  const { dueAt } = lease
  switch (lease.status) {
    case 'active':
      return earlier(dueAt, lease.expiresAt) <= now
    case 'pending':
      return dueAt <= now || dueAt > secondsAfter(now, PENDING_GRACE_SECONDS + SKEW_SECONDS)
    case 'revoking': {
      const seconds = lease.claimed ? REVOKING_SECONDS : RETRY_SECONDS_MAX
      return dueAt <= now || dueAt > secondsAfter(now, seconds + SKEW_SECONDS)
    }
  }
}

/** A claim holds two minutes: what several processes in turn had, and none of them ended, is overdue. */
const OVERDUE_SECONDS = 900

/** Whether something is due for longer than any process may keep a lease to itself. */
export function isOverdue(dueAt: Date, now: Date): boolean {
  return secondsAfter(dueAt, OVERDUE_SECONDS) < now
}
