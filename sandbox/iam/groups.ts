import { AwsError, deleteConflict, limitExceeded } from '../aws-error.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { awsArn } from '../world/arn.ts'
import type { Group, User } from '../world/entities.ts'
import { newUniqueId } from '../world/ids.ts'
import type { World } from '../world/world.ts'
import { nameKey } from '../world/world.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { GROUPS, named, resourceOf, store } from './kinds.ts'
import { page } from './paging.ts'

/** Groups themselves. */
export const groupActions: IamActions = {
  CreateGroup: {
    resource: (call) =>
      awsArn(call.world, 'iam', call.account.id, `group${newPath(call)}${newName(call)}`),
    run: createGroup,
  },
  GetGroup: {
    resource: resourceOf(GROUPS),
    run: (call) => {
      const group = named(GROUPS, call)
      const { items, end } = page(call, membersOf(call, group), (user) => user.name)
      return { Group: groupFields(group), Users: items.map(memberFields), ...end }
    },
  },
  UpdateGroup: { resource: resourceOf(GROUPS), run: updateGroup },
  DeleteGroup: { resource: resourceOf(GROUPS), run: deleteGroup },
  ListGroups: {
    resource: (call) => awsArn(call.world, 'iam', call.account.id, `group${pathPrefix(call)}`),
    run: (call) => {
      const prefix = pathPrefix(call)
      const groups = call.account.groups.values().filter(({ path }) => path.startsWith(prefix))
      const { items, end } = page(call, groups, (group) => group.name)
      return { Groups: items.map(groupFields), ...end }
    },
  },
}

/** A group without members and rights. */
export function newGroup(
  world: World,
  now: Date,
  at: { readonly accountId: string; readonly path: string; readonly name: string },
): Group {
  return {
    ...at,
    id: newUniqueId('AGPA', 21),
    arn: awsArn(world, 'iam', at.accountId, `group${at.path}${at.name}`),
    createdAt: now,
    inline: {},
    attached: [],
  }
}

/** A group as AWS answers it. */
export function groupFields(group: Group): XmlFields {
  const { path: Path, name: GroupName, id: GroupId, arn: Arn, createdAt: CreateDate } = group
  return { Path, GroupName, GroupId, Arn, CreateDate }
}

function memberFields(user: User): XmlFields {
  const { path: Path, name: UserName, id: UserId, arn: Arn, createdAt: CreateDate } = user
  return { Path, UserName, UserId, Arn, CreateDate }
}

function membersOf(call: IamCall, group: Group): readonly User[] {
  return call.account.users.values().filter((user) => user.groups.includes(group.name))
}

function createGroup(call: IamCall): XmlFields {
  const name = newName(call)
  const { account, limits } = call
  if (account.groups.get(nameKey(name)) !== undefined) {
    throw new AwsError(409, 'EntityAlreadyExists', `Group with name ${name} already exists.`)
  }
  if (account.groups.size() >= limits.groups) {
    throw limitExceeded(`Cannot exceed quota for GroupsPerAccount: ${limits.groups}`)
  }
  const group = newGroup(call.world, call.now, {
    accountId: account.id,
    path: newPath(call),
    name,
  })
  store(GROUPS, call, group)
  return { Group: groupFields(group) }
}

function updateGroup(call: IamCall): undefined {
  const group = named(GROUPS, call)
  const name = call.input.optional('NewGroupName', TEXT_RULES.groupName) ?? group.name
  const path = call.input.optional('NewPath', TEXT_RULES.path) ?? group.path
  if (nameKey(name) !== nameKey(group.name) && call.account.groups.get(nameKey(name))) {
    throw new AwsError(409, 'EntityAlreadyExists', `Group with name ${name} already exists.`)
  }
  for (const user of membersOf(call, group)) {
    const groups = user.groups.map((one) => (one === group.name ? name : one))
    call.account.users.set(nameKey(user.name), { ...user, groups })
  }
  call.account.groups.delete(nameKey(group.name))
  const arn = awsArn(call.world, 'iam', call.account.id, `group${path}${name}`)
  store(GROUPS, call, { ...group, name, path, arn })
  return undefined
}

function deleteGroup(call: IamCall): undefined {
  const group = named(GROUPS, call)
  if (membersOf(call, group).length > 0) {
    throw deleteConflict('Cannot delete entity, must remove users from group first.')
  }
  if (group.attached.length > 0) {
    throw deleteConflict('Cannot delete entity, must detach all policies first.')
  }
  if (Object.keys(group.inline).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete policies first.')
  }
  call.account.groups.delete(nameKey(group.name))
  return undefined
}

function newName(call: IamCall): string {
  return call.input.text('GroupName', TEXT_RULES.groupName)
}

function newPath(call: IamCall): string {
  return call.input.optional('Path', TEXT_RULES.path) ?? '/'
}

function pathPrefix(call: IamCall): string {
  return call.input.optional('PathPrefix', TEXT_RULES.pathPrefix) ?? '/'
}
