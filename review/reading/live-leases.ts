import type { LeaseStore } from '../../core/lease/lease-store.ts'
import type { LiveLeases } from '../model/review.ts'
import type { RoleComparison } from '../model/comparison.ts'
import { defined } from '../../core/language/defined.ts'

/** How many leases live under each definition that a change replaces, and until when. Throws what the store does. */
export async function liveLeasesUnder(
  store: Pick<LeaseStore, 'list'>,
  roles: readonly RoleComparison[],
): Promise<readonly LiveLeases[]> {
  const names = roles
    .filter(({ verdict, kind }) => verdict !== 'same access' || kind === 'removed')
    .flatMap(({ before }) => (before === undefined ? [] : [before.role.name]))
  return await Promise.all(names.map(async (role) => await countLive(store, role)))
}

async function countLive(store: Pick<LeaseStore, 'list'>, role: string): Promise<LiveLeases> {
  const ends: Date[] = []
  for await (const { expiresAt } of store.list(role)) ends.push(expiresAt)
  const [last] = ends.sort((a, b) => b.getTime() - a.getTime())
  return { role, count: ends.length, ...defined({ lastEndsAt: last }) }
}
