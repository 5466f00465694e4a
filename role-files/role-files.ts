import { lstat, readFile, readdir } from 'node:fs/promises'
import { isAbsolute, join, normalize, parse } from 'node:path'
import { DaypassError } from '../core/errors.ts'
import type { ReadableRoles, RoleSource } from '../core/role/role-source.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import type { Role } from '../core/role/role.ts'
import { isRoleFileName } from './file-tree.ts'
import {
  type Gathered,
  gatherRoles,
  refusing,
  rolesByName,
  together,
} from '../core/role/gather-roles.ts'

/**
 * Roles in a folder of files, `*.yaml`, `*.yml` or `*.json`, one a file; folders below it are not looked
 * into. A role whose file has its name is read without the others. Two files with one role are a problem. A folder that is
 * reached by a symbolic link is refused, as in a review, which would not see what it leads to.
 *
 * Its methods throw `role-not-found` when there is no such folder, and `role-invalid`.
 */
export function roleFiles(folder: string, dialect: Dialect): RoleSource {
  async function readRoleFile(file: string): Promise<Role> {
    const path = join(folder, file)
    const [text, { parseRole }] = await Promise.all([
      textOf(path),
      import('../core/role/parse-role.ts'),
    ])
    return parseRole(text, { file: path, name: parse(file).name, dialect })
  }
  async function readable(): Promise<ReadableRoles> {
    const gathered = await gatherRoles(await roleFileNames(folder), readRoleFile)
    return rolesByName({
      ...gathered,
      invalid: [...gathered.invalid, ...doubles(gathered, folder)],
    })
  }
  return {
    place: folder,
    readable,
    read: async (name) => {
      const files = await roleFileNames(folder)
      const own = files.filter((file) => parse(file).name === name)
      const [role] = named(name, await gatherRoles(own, readRoleFile), folder)
      if (role !== undefined) return role
      const others = files.filter((file) => !own.includes(file))
      const { roles } = await gatherRoles(others, readRoleFile)
      return named(name, { roles, invalid: [] }, folder)[0]
    },
    list: async () => await refusing(readable),
  }
}

/** The role of a name, if it is there; its file with problems counts only when no other has the role. */
function named(
  name: string,
  { roles, invalid }: Gathered<string>,
  folder: string,
): readonly Role[] {
  const found = roles.filter(({ role }) => role.name === name)
  const [double] = doubles({ roles: found, invalid: [] }, folder)
  if (double !== undefined) throw double
  if (found.length === 0 && invalid.length > 0) throw together(invalid)
  return found.map(({ role }) => role)
}

function doubles({ roles }: Gathered<string>, folder: string): readonly DaypassError[] {
  const first = new Map<string, string>()
  const errors: DaypassError[] = []
  for (const { from, role } of roles.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const other = first.get(role.name)
    if (other === undefined) {
      first.set(role.name, from)
      continue
    }
    const message = `the role ${role.name} stands in ${join(folder, other)} too: rename one of them`
    const place = { file: join(folder, from), line: 1, column: 1 }
    errors.push(
      new DaypassError('role-invalid', `the role ${role.name} stands in two files`, {
        problems: [{ path: ['name'], message, place }],
      }),
    )
  }
  return errors
}

/** Names of the role files of a folder, sorted. A JSON Schema beside them is none. */
async function roleFileNames(folder: string): Promise<readonly string[]> {
  await refuseLink(folder)
  try {
    const names = await readdir(folder)
    return names.filter(isRoleFileName).sort()
  } catch (cause) {
    throw new DaypassError('role-not-found', `the folder of role files ${folder} cannot be read`, {
      cause,
      reason: { is: 'role-directory-missing' },
      hint: 'name another, or make it and put a role file into it',
    })
  }
}

/** Of a path in the working directory each part is looked at; where an absolute one begins is the machine's own matter. */
async function refuseLink(folder: string): Promise<void> {
  const whole = normalize(folder).replace(/\/+$/, '')
  const parts = whole.split('/')
  const ways = isAbsolute(whole) ? [whole] : parts.map((_, at) => parts.slice(0, at + 1).join('/'))
  for (const way of ways) {
    const found = await lstat(way).catch(() => undefined)
    if (found?.isSymbolicLink() !== true) continue
    throw new DaypassError('role-not-found', `${way} is a symbolic link, and no folder of roles`, {
      hint: 'put the folder itself there, or name the one that the link leads to',
    })
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const place = { file: path, line: 1, column: 1 }
    throw new DaypassError('role-invalid', `the role file ${path} cannot be read`, {
      cause,
      problems: [{ path: [], message: 'make it readable for this user', place }],
    })
  }
}
