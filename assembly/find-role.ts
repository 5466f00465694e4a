import { DaypassError, isDaypassError } from '../core/errors.ts'
import { defined } from '../core/language/defined.ts'
import type { ReadableRoles, RoleSource } from '../core/role/role-source.ts'
import type { Role } from '../core/role/role.ts'
import { suggestRole } from '../core/role/suggest-role.ts'

/**
 * A role by its name. Definitions that cannot be read hide no other; what is wrong with them is told where no role is found,
 * since one of them may be it.
 *
 * @param otherwise - what a face has to say where no role can have been meant.
 * @throws `role-not-found`, with the name that was most likely meant; `role-invalid`.
 */
export async function findRole(roles: RoleSource, name: string, otherwise?: string): Promise<Role> {
  const role = await roles.read(name)
  if (role !== undefined) return role
  const others = await readable(roles)
  const names = others.roles.map((other) => other.name)
  const hint = suggestRole(names, name) ?? otherwise
  const message = `there is no role ${JSON.stringify(name)} in ${roles.place}`
  const { problems = [] } = others.invalid ?? {}
  throw new DaypassError('role-not-found', message, { problems, ...defined({ hint }) })
}

/** Only a help: where nothing can be read, it is not there. */
async function readable(roles: RoleSource): Promise<ReadableRoles> {
  try {
    return await roles.readable()
  } catch (error) {
    if (isDaypassError(error)) return { roles: [], invalid: undefined }
    throw error
  }
}
