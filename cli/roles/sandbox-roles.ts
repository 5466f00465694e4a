import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Role } from '../../core/role/role.ts'
import { roleFilesIn } from '../connect.ts'
import type { Session } from '../session.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'

/** The roles that a sandbox is to serve. */
export interface SandboxRoles {
  /**
   * Where its command is to read them: an absolute path, for a program like Terraform looks from another directory, or the state.
   * Undefined where there are none and nobody chose a place.
   */
  readonly place: string | undefined
  readonly roles: readonly Role[]
}

/**
 * Reads the roles of the directory that the settings name. Without a directory, where nobody chose one, none.
 *
 * @throws `role-invalid`.
 */
export async function sandboxRoles({ settings, context }: Session): Promise<SandboxRoles> {
  if (settings.roles === ROLES_IN_STATE) return { place: ROLES_IN_STATE, roles: [] }
  const place = resolve(context.directory, settings.roles)
  if (!settings.rolesChosen && !(await isDirectory(place))) return { place: undefined, roles: [] }
  // What is issued in the sandbox goes to a custom endpoint, whose rules of ARNs then hold.
  const roles = await (await roleFilesIn(settings.roles, 'custom-endpoint')).list()
  return { place, roles }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
