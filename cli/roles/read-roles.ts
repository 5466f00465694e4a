import { readFile, stat } from 'node:fs/promises'
import { parse } from 'node:path'
import { DaypassError, type Problem, isDaypassError } from '../../core/errors.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Role } from '../../core/role/role.ts'
import { roleFilesIn } from '../connect.ts'
import { usageError } from '../error-text.ts'

/** What was read of several role files: all roles that are right, and all that is wrong with the others. */
export interface ReadRoles {
  readonly roles: readonly Role[]
  readonly problems: readonly Problem[]
}

/**
 * Reads role files, and all those of directories, however many have problems.
 *
 * @throws `request-invalid` for a path where nothing is.
 */
export async function readRolePaths(
  paths: readonly string[],
  dialect: Dialect,
): Promise<ReadRoles> {
  const read = paths.map(async (path) => {
    const roles = (await isDirectory(path))
      ? async () => await (await roleFilesIn(path, dialect)).list()
      : async () => [await readRoleFile(path, dialect)]
    return await withProblems(roles)
  })
  const all = await Promise.all(read)
  return {
    roles: all.flatMap(({ roles }) => roles),
    problems: all.flatMap(({ problems }) => problems),
  }
}

/** Takes problems as an answer instead of an error. */
export async function withProblems(read: () => Promise<readonly Role[]>): Promise<ReadRoles> {
  try {
    return { roles: await read(), problems: [] }
  } catch (error) {
    if (!isDaypassError(error, 'role-invalid')) throw error
    const { message, problems } = error
    return { roles: [], problems: problems.length > 0 ? problems : [{ path: [], message }] }
  }
}

/** One role file. */
async function readRoleFile(path: string, dialect: Dialect): Promise<Role> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DaypassError('role-invalid', `${path} cannot be read`, { cause })
  })
  const { parseRole } = await import('../../core/role/parse-role.ts')
  return parseRole(text, { file: path, name: parse(path).name, dialect })
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    throw usageError(`there is no file or directory ${JSON.stringify(path)}`)
  }
}
