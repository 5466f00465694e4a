import { isDaypassError } from '../../core/errors.ts'
import type { RoleSource } from '../../core/role-source.ts'
import { closest } from '../../core/role/closest.ts'
import type { Role } from '../../core/role/role.ts'
import { ROLES_IN_STATE } from '../configuration/settings.ts'
import { explain } from '../explain.ts'
import { type AttributePath, DiagnosticError } from '../protocol/diagnostic.ts'
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
  const names = await namesOf(roles)
  const meant = closest(name, names)
  if (meant !== undefined) return `Did you mean ${meant}?`
  if (names.length > 0)
    return `There are ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`
  return place === ROLES_IN_STATE
    ? 'It has no roles: write one with the resource daypass_role or `daypass role write`, or name a directory of role files with roles in the provider block.'
    : 'Put a role file there, or name another directory with roles in the provider block.'
}

/** Only a help for the text: roles that cannot be read have no say here. */
async function namesOf(roles: RoleSource): Promise<readonly string[]> {
  try {
    return (await roles.list()).map((role) => role.name)
  } catch (error) {
    if (isDaypassError(error)) return []
    throw error
  }
}
