import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { LeaseStore } from '../../core/lease/lease-store.ts'
import type { LiveLease } from '../../core/lease/lease.ts'
import { count } from '../printing/plain-text.ts'

/** What the store says of live leases, where it is there. */
export interface KnownLeases {
  readonly leases: readonly LiveLease[]
  readonly unreadable: readonly LeaseId[]
  /** Why it is not all. */
  readonly error?: DaypassError
}

/** Reads all live leases; a store that is gone, denied or silent is no reason not to go on. */
export async function readKnownLeases(store: LeaseStore): Promise<KnownLeases> {
  const leases: LiveLease[] = []
  const unreadable: LeaseId[] = []
  try {
    for await (const lease of store.list(undefined, ({ id }) => unreadable.push(id)))
      leases.push(lease)
    return { leases, unreadable }
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return { leases, unreadable, error }
  }
}

/** `3 live leases of deploy and 1 of admin`, or `no live lease`. */
export function countByRole(leases: readonly LiveLease[]): string {
  const roles = [...new Set(leases.map(({ role }) => role))].sort()
  const counts = roles.map((role) => {
    const live = leases.filter((lease) => lease.role === role)
    return `${count(live.length, 'live lease')} of ${role}`
  })
  return counts.length === 0 ? 'no live lease' : counts.join(', ')
}
