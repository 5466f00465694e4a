import { findRole } from '../../assembly/find-role.ts'
import type { Role } from '../../core/role/role.ts'
import { connectRoles } from '../connect.ts'
import type { Session } from '../session.ts'

const NO_ROLES = {
  chosen: 'daypass role list shows what is there',
  default: 'name the directory of role files with --roles or DAYPASS_ROLES',
}

/**
 * A role of those that the settings name.
 *
 * @throws `role-not-found`, with the name that was most likely meant; `role-invalid`.
 */
export async function namedRole(session: Session, name: string): Promise<Role> {
  const roles = await connectRoles(session)
  return await findRole(roles, name, NO_ROLES[session.settings.rolesChosen ? 'chosen' : 'default'])
}
