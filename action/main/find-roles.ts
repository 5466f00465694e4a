import { findRole } from '../../assembly/find-role.ts'
import { DaypassError, type Problem, isDaypassError } from '../../core/errors.ts'
import type { RoleSource } from '../../core/role/role-source.ts'
import type { Role } from '../../core/role/role.ts'
import type { WantedRole } from '../inputs/wanted-roles.ts'

/**
 * The roles that are asked for, in their order.
 *
 * @throws `role-not-found`, with the name that was most likely meant; `role-invalid` with the problems of all of them.
 */
export async function findRoles(
  source: RoleSource,
  wanted: readonly WantedRole[],
): Promise<readonly Role[]> {
  const names = [...new Set(wanted.map(({ name }) => name))]
  const found = await Promise.allSettled(names.map(async (name) => await findRole(source, name)))
  const failures = found.flatMap((one): unknown[] =>
    one.status === 'rejected' ? [one.reason] : [],
  )
  if (failures.length > 0) throw together(failures)
  const roles = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  return wanted.flatMap(({ name }) => roles[names.indexOf(name)] ?? [])
}

function together(failures: readonly unknown[]): unknown {
  const invalid = failures.filter((one) => isDaypassError(one, 'role-invalid'))
  const other = failures.find((one) => !isDaypassError(one, 'role-invalid', 'role-not-found'))
  if (other !== undefined || invalid.length < 2) return other ?? invalid[0] ?? failures[0]
  const seen = new Set<string>()
  const problems = invalid.flatMap((one) => one.problems).filter((problem) => isNew(seen, problem))
  return new DaypassError('role-invalid', `${invalid.length} roles have problems`, { problems })
}

/** The same file may be read for two roles. */
function isNew(seen: Set<string>, problem: Problem): boolean {
  const key = JSON.stringify(problem)
  if (seen.has(key)) return false
  seen.add(key)
  return true
}
