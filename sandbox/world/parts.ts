import type { Group, Policied, PolicyText, IamRole, User } from './entities.ts'

/** What stands under the name of a part: an inline policy, or nothing but that it is there. */
export type Part = PolicyText | true

/**
 * How an entity falls into parts that change by themselves. On AWS the policies and keys of a user are not one
 * record: each spreads in its own time, and in no order with the others.
 */
export interface Parted<T> {
  /** By names that begin with the unique id of the entity: another of the same name has other parts. */
  split(entity: T): ReadonlyMap<string, Part>
  /** The entity with those of its parts instead. */
  join(entity: T, parts: ReadonlyMap<string, Part>): T
  /** Whether two differ in nothing but their parts. */
  isSameWhole(one: T, other: T): boolean
}

/** What does not fall into parts. */
export function whole<T>(): Parted<T> {
  return {
    split: () => new Map(),
    join: (entity) => entity,
    isSameWhole: () => false,
  }
}

/** A user: its policies, groups and access keys. */
export const userParts: Parted<User> = {
  split: (user) =>
    new Map([...policies(user), ...named(user, 'groups'), ...named(user, 'accessKeyIds')]),
  join: (user, parts) => ({
    ...user,
    ...joinPolicies(user, parts),
    groups: namesIn(user, 'groups', parts).sort(),
    accessKeyIds: namesIn(user, 'accessKeyIds', parts),
  }),
  isSameWhole: (one, other) =>
    areAlike(one, other, ['inline', 'attached', 'groups', 'accessKeyIds']),
}

/** A role: its policies. */
export const roleParts: Parted<IamRole> = policiedParts()

/** A group: its policies. */
export const groupParts: Parted<Group> = policiedParts()

function policiedParts<E extends Policied>(): Parted<E> {
  return {
    split: (entity) => new Map(policies(entity)),
    join: (entity, parts) => ({ ...entity, ...joinPolicies(entity, parts) }),
    isSameWhole: (one, other) => areAlike(one, other, ['inline', 'attached']),
  }
}

function policies(entity: Policied): [string, Part][] {
  const inline = Object.entries(entity.inline).map(([name, policy]): [string, Part] => [
    partName(entity, 'inline', name),
    policy,
  ])
  return [...inline, ...named(entity, 'attached')]
}

function joinPolicies(entity: Policied, parts: ReadonlyMap<string, Part>) {
  const prefix = partName(entity, 'inline', '')
  const inline: Record<string, PolicyText> = {}
  for (const [name, part] of parts) {
    if (part !== true && name.startsWith(prefix)) inline[name.slice(prefix.length)] = part
  }
  return { inline, attached: namesIn(entity, 'attached', parts).sort() }
}

type Lists<E> = { [K in keyof E]: E[K] extends readonly string[] ? K : never }[keyof E] & string

function named<E extends { readonly id: string }>(entity: E, list: Lists<E>): [string, Part][] {
  const names = entity[list] as readonly string[]
  return names.map((name) => [partName(entity, list, name), true])
}

function namesIn(
  entity: { readonly id: string },
  list: string,
  parts: ReadonlyMap<string, Part>,
): string[] {
  const prefix = partName(entity, list, '')
  return [...parts.keys()].flatMap((name) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  )
}

function partName(entity: { readonly id: string }, kind: string, name: string): string {
  return `${entity.id} ${kind} ${name}`
}

function areAlike(one: object, other: object, but: readonly string[]): boolean {
  const fields = new Set([...Object.keys(one), ...Object.keys(other)])
  for (const name of but) fields.delete(name)
  return [...fields].every((name) => Reflect.get(one, name) === Reflect.get(other, name))
}
