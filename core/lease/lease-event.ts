import type { EndedLease, Lease, LiveLease } from './lease.ts'

/** What can happen to a lease. */
export const LEASE_EVENTS = [
  'begun',
  'issued',
  'renewed',
  'postponed',
  'ended',
  'withdrawn',
] as const

/**
 * What happened to a lease: `begun` (recorded before a user is made), `issued` (about to be handed out),
 * `renewed`, `postponed` (an attempt to take it back did not do it; another will be made), `ended`, `withdrawn`
 * (its issue failed and nothing stands behind it).
 */
export type LeaseEventName = (typeof LEASE_EVENTS)[number]

/** One thing that happened to a lease. */
export interface LeaseEvent {
  readonly name: LeaseEventName
  readonly at: Date
  /** As it was then. */
  readonly lease: Lease
}

/** The event of a lease that is recorded for the first time. */
export function eventOfCreate(lease: LiveLease, at: Date): LeaseEvent {
  return { name: lease.status === 'pending' ? 'begun' : 'issued', at, lease }
}

/** The event of a change; undefined for one that is nobody's concern, such as a claim. */
export function eventOfReplace(
  before: LiveLease,
  next: LiveLease,
  at: Date,
): LeaseEvent | undefined {
  switch (next.status) {
    case 'pending':
      return undefined
    case 'active': {
      if (before.status === 'pending') return { name: 'issued', at, lease: next }
      const isLonger = next.expiresAt > before.expiresAt
      return isLonger ? { name: 'renewed', at, lease: next } : undefined
    }
    case 'revoking':
      return next.claimed ? undefined : { name: 'postponed', at, lease: next }
  }
}

/** The event of an end. */
export function eventOfEnd(lease: EndedLease): LeaseEvent {
  return { name: 'ended', at: lease.endedAt, lease }
}
