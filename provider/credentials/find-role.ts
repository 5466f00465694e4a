import { isDaypassError } from '../../core/errors.ts'
import type { RoleSource } from '../../core/role/role-source.ts'
import { suggestRole } from '../../core/role/suggest-role.ts'
import type { Role } from '../../core/role/role.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'
import { explain } from '../explain.ts'
import { sentence } from '../sentence.ts'
import { type AttributePath, DiagnosticError } from '../../terraform-plugin/protocol/diagnostic.ts'
import type { DaypassSession } from '../session.ts'

/**
 * A role by its name. That there is none, or that its definition breaks a rule, is told at `path`, with the name that
 * was most likely meant.
 */
export async function findRole(
  session: DaypassSession,
  name: string,
  path: AttributePath,
): Promise<Role> {
  const { roles } = await session.connect()
  const role = await readRole(roles, name, path)
  if (role !== undefined) return role
  const place = session.settings().roles
  const where = place === ROLES_IN_STATE ? 'the state' : place
  const detail = `There is no role ${JSON.stringify(name)} in ${where}. ${await cure(roles, name, place)}`
  throw new DiagnosticError({ summary: 'No such role', detail, path })
}

async function readRole(
  roles: RoleSource,
  name: string,
  path: AttributePath,
): Promise<Role | undefined> {
  try {
    return await roles.read(name)
  } catch (error) {
    if (!isDaypassError(error, 'role-invalid', 'role-not-found')) throw error
    throw new DiagnosticError({ ...explain(error), path })
  }
}

async function cure(roles: RoleSource, name: string, place: string): Promise<string> {
  const near = await suggestRole(roles, name)
  if (near !== undefined) return sentence(near)
  return place === ROLES_IN_STATE
    ? 'It has no roles: write one with the resource daypass_role, or name a directory of role files with roles in the provider block.'
    : 'Put a role file there, or name another directory with roles in the provider block.'
}
