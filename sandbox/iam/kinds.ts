import { noSuchEntity } from '../aws-error.ts'
import type { TextRule } from '../wire/input.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { Group, Policied, IamRole, User } from '../world/entities.ts'
import type { Table } from '../world/table.ts'
import type { Account } from '../world/world.ts'
import { nameKey } from '../world/world.ts'
import type { IamCall } from './iam-call.ts'

/** What users, roles and groups differ in, where they are treated alike. */
export interface Kind<E extends Policied> {
  readonly noun: 'User' | 'Role' | 'Group'
  readonly rule: TextRule
  readonly table: (account: Account) => Table<E>
  /** Characters of all inline policies together, white space not counted. */
  readonly inlineLimit: number
}

/** Users. */
export const USERS: Kind<User> = {
  noun: 'User',
  rule: TEXT_RULES.userName,
  table: (account) => account.users,
  inlineLimit: 2048,
}

/** Roles. */
export const ROLES: Kind<IamRole> = {
  noun: 'Role',
  rule: TEXT_RULES.roleName,
  table: (account) => account.roles,
  inlineLimit: 10_240,
}

/** Groups. */
export const GROUPS: Kind<Group> = {
  noun: 'Group',
  rule: TEXT_RULES.groupName,
  table: (account) => account.groups,
  inlineLimit: 5120,
}

/** The entity that the request names; undefined when there is none. */
export function lookUp<E extends Policied>(kind: Kind<E>, call: IamCall): E | undefined {
  return byName(kind, call.account, call.input.text(`${kind.noun}Name`, kind.rule))
}

/** The entity of that name, spelled exactly so. */
export function byName<E extends Policied>(
  kind: Kind<E>,
  account: Account,
  name: string,
): E | undefined {
  const found = kind.table(account).get(nameKey(name))
  return found?.name === name ? found : undefined
}

/**
 * The entity that the request names.
 *
 * @throws {@link AwsError} `NoSuchEntity`
 */
export function named<E extends Policied>(kind: Kind<E>, call: IamCall): E {
  const found = lookUp(kind, call)
  if (found !== undefined) return found
  const name = call.input.text(`${kind.noun}Name`)
  throw noSuchEntity(`The ${kind.noun.toLowerCase()} with name ${name} cannot be found.`)
}

/**
 * What a right is asked for: the ARN of the entity. For a name that is not there AWS asks for the right on
 * `user <name>`, which no policy with an ARN in it matches: who holds narrow rights is told `AccessDenied`
 * and not `NoSuchEntity`.
 */
export function resourceOf<E extends Policied>(kind: Kind<E>): (call: IamCall) => string {
  return (call) =>
    lookUp(kind, call)?.arn ?? `${kind.noun.toLowerCase()} ${call.input.text(`${kind.noun}Name`)}`
}

/** Puts the changed entity in the place of the old one. */
export function store<E extends Policied>(kind: Kind<E>, call: IamCall, entity: E): void {
  kind.table(call.account).set(nameKey(entity.name), entity)
}
