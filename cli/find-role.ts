import { DaypassError, isDaypassError } from '../core/errors.ts'
import type { RoleSource } from '../core/role-source.ts'
import { closest } from '../core/role/closest.ts'
import type { Role } from '../core/role/role.ts'
import { connectRoles } from './connect.ts'
import type { Session } from './session.ts'
import { ROLES_IN_STATE } from './settings.ts'

/**
 * A role by its name.
 *
 * @throws `role-not-found`, with the name that was most likely meant; `role-invalid`.
 */
export async function findRole(session: Session, name: string): Promise<Role> {
  const roles = await connectRoles(session)
  const role = await roles.read(name)
  if (role !== undefined) return role
  const { settings } = session
  const where = settings.roles === ROLES_IN_STATE ? 'the state' : settings.roles
  throw new DaypassError('role-not-found', `there is no role ${JSON.stringify(name)} in ${where}`, {
    hint: await cure(roles, name, settings.rolesChosen),
  })
}

async function cure(roles: RoleSource, name: string, chosen: boolean): Promise<string> {
  const names = await namesOf(roles)
  const meant = closest(name, names)
  if (meant !== undefined) return `did you mean ${meant}?`
  if (names.length > 0)
    return `there are ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`
  return chosen
    ? 'daypass role list shows what is there'
    : 'name the directory of role files with --roles or DAYPASS_ROLES'
}

/** Only a help for the hint: roles that cannot be read have no say here. */
async function namesOf(roles: RoleSource): Promise<readonly string[]> {
  try {
    return (await roles.list()).map((role) => role.name)
  } catch (error) {
    if (isDaypassError(error)) return []
    throw error
  }
}
