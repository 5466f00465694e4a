import { DaypassError } from '../core/errors.ts'
import { suggestRole } from '../core/role/suggest-role.ts'
import type { Role } from '../core/role/role.ts'
import { connectRoles } from './connect.ts'
import type { Session } from './session.ts'
import { ROLES_IN_STATE } from '../assembly/settings.ts'

const NO_ROLES = {
  chosen: 'daypass role list shows what is there',
  default: 'name the directory of role files with --roles or DAYPASS_ROLES',
}

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
    hint: (await suggestRole(roles, name)) ?? NO_ROLES[settings.rolesChosen ? 'chosen' : 'default'],
  })
}
