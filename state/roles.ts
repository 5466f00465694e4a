import { ROLE_NAME_PATTERN, type Random } from '../core/lease/lease-id.ts'
import type { RoleSource } from '../core/role/role-source.ts'
import type { Role } from '../core/role/role.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import { documentText, readDocument } from './documents/document.ts'
import { gatherRoles, refusing, rolesByName } from '../core/role/gather-roles.ts'
import { FOLDERS, roleKey } from './documents/keys.ts'
import { newNonce, putWithNonce } from './documents/nonce.ts'
import type { Condition, ObjectStore } from './objects.ts'

/** A role as it stands in the store. */
export interface StoredRole {
  readonly role: Role
  /** What a conditional {@link StoredRoles.write} names. */
  readonly version: string
}

/** Roles kept beside the leases, under `roles/<name>.json`. */
export interface StoredRoles extends RoleSource {
  /** As {@link RoleSource.read}, with the version. */
  find(name: string): Promise<StoredRole | undefined>
  /**
   * Writes a role under its name; without a condition over whatever is there. Answers `conflict` when
   * the condition did not hold.
   */
  write(role: Role, condition?: Condition): Promise<{ readonly version: string } | 'conflict'>
  /** Removes a role; absent is fine. Its leases live on until they end. */
  remove(name: string): Promise<void>
}

/** Roles in a store of objects. A document that cannot be understood is `state-invalid` or `role-invalid`. */
export function storedRoles(
  objects: ObjectStore,
  ports: { readonly random: Random; readonly dialect: Dialect },
): StoredRoles {
  async function find(name: string): Promise<StoredRole | undefined> {
    const found = ROLE_NAME_PATTERN.test(name) ? await objects.get(roleKey(name)) : undefined
    if (found === undefined) return undefined
    return { role: await readText(name, found.body, ports.dialect), version: found.version }
  }
  const read = async (name: string) => (await find(name))?.role
  const readable = async () => rolesByName(await gatherRoles(roleNames(objects), read))
  return {
    place: 'the state',
    find,
    read,
    readable,
    list: async () => await refusing(readable),
    write: async (role, condition) => {
      const { roleDocument } = await import('../core/role/role-document.ts')
      const text = documentText(newNonce(ports.random), { role: roleDocument(role) })
      const key = roleKey(role.name)
      if (condition !== undefined) return await putWithNonce(objects, key, text, condition)
      return await objects.put(key, text)
    },
    remove: async (name) => {
      if (ROLE_NAME_PATTERN.test(name)) await objects.remove([roleKey(name)])
    },
  }
}

async function readText(name: string, text: string, dialect: Dialect): Promise<Role> {
  const key = roleKey(name)
  const document = readDocument(key, text)
  const value = document.value('role')
  document.end()
  const { readRole } = await import('../core/role/parse-role.ts')
  const role = readRole(value, { file: key, name, dialect })
  if (role.name === name) return role
  throw document.invalid(`it holds the role ${role.name}`)
}

async function* roleNames(objects: ObjectStore): AsyncGenerator<string> {
  for await (const key of objects.list(FOLDERS.roles)) {
    const name = key.slice(FOLDERS.roles.length, -'.json'.length)
    if (key === roleKey(name) && ROLE_NAME_PATTERN.test(name)) yield name
  }
}
