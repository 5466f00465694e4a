import { dialectOf } from '../../core/role/dialect-of.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import type { ReviewedRole, SourcedRole } from '../../review/model/role-set.ts'
import { readRoleSet } from '../../review/reading/read-role-set.ts'
import { accessOf } from '../../review/access/role-access.ts'
import { directoryTree } from '../../role-files/directory-tree.ts'
import { namedRole } from '../roles/named-role.ts'
import type { Session } from '../session.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'

/**
 * A role by its name, with what it may do, and with places where it comes from a file.
 *
 * @throws `role-not-found`, with the name that was most likely meant; `role-invalid`.
 */
export async function findSourcedRole(session: Session, name: string): Promise<ReviewedRole> {
  const sourced = (await roleInFile(session, name)) ?? withoutFile(await namedRole(session, name))
  return { ...sourced, access: accessOf(sourced) }
}

async function roleInFile(
  { settings, context }: Session,
  name: string,
): Promise<SourcedRole | undefined> {
  if (settings.roles === ROLES_IN_STATE) return undefined
  try {
    const found = await directoryTree(settings.roles).roleFiles('')
    const files = (found?.files ?? []).map(({ file, text }) => ({
      file: `${settings.roles.replace(/\/$/, '')}/${file}`,
      text,
    }))
    const { roles } = readRoleSet(files, dialectOf(context.env))
    return roles.find(({ role }) => role.name === name)
  } catch (error) {
    // Whoever looks for a role by name says what is wrong with the folder.
    if (isDaypassError(error, 'role-not-found')) return undefined
    throw error
  }
}

/** A role of the state: a place in it is the role itself. */
function withoutFile(role: Role): SourcedRole {
  return {
    role,
    from: 'the state',
    placeOf: () => ({ file: 'the state', line: 1, column: 1 }),
    knownLater: [],
  }
}
