import { DaypassError } from '../core/errors.ts'
import { defined } from '../core/language/defined.ts'
import type { RoleSource } from '../core/role/role-source.ts'
import type { Role } from '../core/role/role.ts'
import { suggestRole } from '../core/role/suggest-role.ts'

/**
 * A role by its name.
 *
 * @param otherwise - what a face has to say where no role can have been meant.
 * @throws `role-not-found`, with the name that was most likely meant; `role-invalid`.
 */
export async function findRole(roles: RoleSource, name: string, otherwise?: string): Promise<Role> {
  const role = await roles.read(name)
  if (role !== undefined) return role
  const hint = (await suggestRole(roles, name)) ?? otherwise
  const message = `there is no role ${JSON.stringify(name)} in ${roles.place}`
  throw new DaypassError('role-not-found', message, defined({ hint }))
}
