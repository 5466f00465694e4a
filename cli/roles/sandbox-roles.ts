import { stat } from 'node:fs/promises'
import type { Role } from '../../core/role/role.ts'
import { roleFilesIn } from '../connect.ts'
import type { Session } from '../session.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'

/**
 * The roles that a sandbox is to serve: those of the directory that the settings name. Without a directory,
 * where nobody chose one, none.
 *
 * @throws `role-invalid`.
 */
export async function sandboxRoles({ settings }: Session): Promise<readonly Role[]> {
  if (settings.roles === ROLES_IN_STATE) return []
  if (!settings.rolesChosen && !(await isDirectory(settings.roles))) return []
  // What is issued in the sandbox goes to a custom endpoint, whose rules of ARNs then hold.
  return await (await roleFilesIn(settings.roles, 'custom-endpoint')).list()
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
