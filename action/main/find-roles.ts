import { DaypassError, type Problem, isDaypassError } from '../../core/errors.ts'
import type { RoleSource } from '../../core/role/role-source.ts'
import { suggestRole } from '../../core/role/suggest-role.ts'
import type { Role } from '../../core/role/role.ts'
import type { WantedRole } from '../inputs/wanted-roles.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * The roles that are asked for, in their order.
 *
 * @throws `role-not-found`, with the name that was most likely meant; `role-invalid` with the problems of all of them.
 */
export async function findRoles(
  source: RoleSource,
  wanted: readonly WantedRole[],
  from: string,
): Promise<readonly Role[]> {
  const names = [...new Set(wanted.map(({ name }) => name))]
  const read = await Promise.allSettled(names.map(async (name) => await source.read(name)))
  const failures = read.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []))
  if (failures.length > 0) throw together(failures)
  const found = new Map<string, Role>()
  for (const [n, one] of read.entries()) {
    const name = names[n] ?? ''
    const role = one.status === 'fulfilled' ? one.value : undefined
    if (role === undefined) throw await notFound(source, name, from)
    found.set(name, role)
  }
  return wanted.flatMap(({ name }) => found.get(name) ?? [])
}

function together(failures: readonly unknown[]): unknown {
  const [first] = failures
  const invalid = failures.filter((one) => isDaypassError(one, 'role-invalid'))
  if (invalid.length < failures.length || invalid.length < 2) return first
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

async function notFound(source: RoleSource, name: string, from: string): Promise<DaypassError> {
  const hint = await suggestRole(source, name)
  const message = `there is no role ${JSON.stringify(name)} in ${from}`
  return new DaypassError('role-not-found', message, defined({ hint }))
}
