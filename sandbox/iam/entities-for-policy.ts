import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { Policied } from '../world/entities.ts'
import type { Account } from '../world/world.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { page } from './paging.ts'

/** Who a managed policy is attached to, or limits as a boundary. */
export const entitiesForPolicyActions: IamActions = {
  ListEntitiesForPolicy: {
    resource: (call) => call.input.text('PolicyArn', TEXT_RULES.arn),
    run: listEntities,
  },
}

/** How many users, groups and roles have the policy attached. */
export function attachmentCount(account: Account, arn: string): number {
  const { users, groups, roles } = account
  return [users, groups, roles]
    .flatMap((table): readonly Policied[] => table.values())
    .filter(({ attached }) => attached.includes(arn)).length
}

/** How many users and roles have the policy as their permissions boundary. */
export function boundaryCount(account: Account, arn: string): number {
  const entities = [...account.users.values(), ...account.roles.values()]
  return entities.filter(({ boundary }) => boundary === arn).length
}

interface Found {
  readonly list: 'PolicyUsers' | 'PolicyGroups' | 'PolicyRoles'
  readonly fields: XmlFields
  readonly key: string
}

function listEntities(call: IamCall): XmlFields {
  const arn = call.input.text('PolicyArn', TEXT_RULES.arn)
  const asBoundary = call.input.optional('PolicyUsageFilter') === 'PermissionsBoundary'
  const uses = (entity: Policied & { readonly boundary?: string }): boolean =>
    asBoundary ? entity.boundary === arn : entity.attached.includes(arn)
  const filter = call.input.optional('EntityFilter')
  const { users, groups, roles } = call.account
  const found: Found[] = [
    ...(filter === undefined || filter === 'User' ? users.values().filter(uses) : []).map(
      ({ name, id }) => entry('PolicyUsers', 'User', name, id),
    ),
    ...(filter === undefined || filter === 'Group' ? groups.values().filter(uses) : []).map(
      ({ name, id }) => entry('PolicyGroups', 'Group', name, id),
    ),
    ...(filter === undefined || filter === 'Role' ? roles.values().filter(uses) : []).map(
      ({ name, id }) => entry('PolicyRoles', 'Role', name, id),
    ),
  ]
  const { items, end } = page(call, found, ({ key }) => key)
  const of = (list: Found['list']) =>
    items.filter((item) => item.list === list).map(({ fields }) => fields)
  const lists = { PolicyGroups: of('PolicyGroups'), PolicyUsers: of('PolicyUsers') }
  return { ...lists, PolicyRoles: of('PolicyRoles'), ...end }
}

function entry(list: Found['list'], noun: string, name: string, id: string): Found {
  return { list, fields: { [`${noun}Name`]: name, [`${noun}Id`]: id }, key: `${list}/${name}` }
}
