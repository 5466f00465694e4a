import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import { defined } from '../../core/language/defined.ts'
import type { LeaseStore } from '../../core/lease/lease-store.ts'
import type { RoleComparison } from '../model/comparison.ts'
import type { LiveLeases } from '../model/review.ts'

type Leases = Pick<LeaseStore, 'list'>

/**
 * How many leases live under each definition that a change replaces, and until when. Where the state cannot be read the
 * answer is why: that is something to warn of, and no reason for a review to fail.
 */
export async function readLiveLeases(
  roles: readonly RoleComparison[],
  openLeases: () => Leases | Promise<Leases>,
): Promise<readonly LiveLeases[] | DaypassError> {
  const names = roles
    .filter(({ verdict, kind }) => verdict !== 'same access' || kind === 'removed')
    .flatMap(({ before }) => (before === undefined ? [] : [before.role.name]))
  try {
    const leases = await openLeases()
    return await Promise.all(names.map(async (role) => await countLive(leases, role)))
  } catch (error) {
    if (isDaypassError(error) && /^(?:state|aws)-/.test(error.code)) return error
    throw error
  }
}

async function countLive(leases: Leases, role: string): Promise<LiveLeases> {
  const ends: Date[] = []
  let unreadable = 0
  for await (const { expiresAt } of leases.list(role, () => unreadable++)) ends.push(expiresAt)
  const [last] = ends.sort((a, b) => b.getTime() - a.getTime())
  return { role, count: ends.length + unreadable, ...defined({ lastEndsAt: last }) }
}
