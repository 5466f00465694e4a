import { findRole } from '../../assembly/find-role.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import { type AttributePath, DiagnosticError } from '../../terraform-plugin/protocol/diagnostic.ts'
import { explain } from '../explain.ts'
import { sentence } from '../sentence.ts'
import type { DaypassSession } from '../session.ts'

const BEFORE_THE_APPLY =
  'This plan is to write it, so it is there in the apply only: give role_revision = daypass_role.NAME.revision, and Terraform issues then.'

const NO_ROLES = {
  state:
    'Write it with the resource daypass_role, or name a directory of role files with roles in the provider block. Where this configuration writes it, give role_revision = daypass_role.NAME.revision.',
  directory: 'Put a role file there, or name another directory with roles in the provider block.',
}

/**
 * A role by its name. That there is none, or that its definition breaks a rule, is reported at `path`, with the name that
 * was most likely meant.
 */
export async function roleAt(
  session: DaypassSession,
  name: string,
  path: AttributePath,
): Promise<Role> {
  const { roles } = await session.connect()
  const kind = session.settings().roles === ROLES_IN_STATE ? 'state' : 'directory'
  try {
    return await findRole(roles, name, NO_ROLES[kind])
  } catch (error) {
    if (!isDaypassError(error, 'role-invalid', 'role-not-found')) throw error
    const problem = explain(error)
    const detail =
      kind === 'state' && session.plannedRoles.has(name) && error.code === 'role-not-found'
        ? sentence(error.message, BEFORE_THE_APPLY)
        : problem.detail
    throw new DiagnosticError({ ...problem, detail, path })
  }
}
