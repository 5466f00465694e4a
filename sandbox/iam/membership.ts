import { limitExceeded } from '../aws-error.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { groupFields } from './groups.ts'
import { GROUPS, USERS, byName, named, resourceOf, store } from './kinds.ts'
import { page } from './paging.ts'

/** Which user is in which group. */
export const membershipActions: IamActions = {
  AddUserToGroup: { resource: resourceOf(GROUPS), run: addUser },
  RemoveUserFromGroup: {
    resource: resourceOf(GROUPS),
    run: (call) => {
      const group = named(GROUPS, call)
      const user = named(USERS, call)
      store(USERS, call, { ...user, groups: user.groups.filter((name) => name !== group.name) })
      return undefined
    },
  },
  ListGroupsForUser: {
    resource: resourceOf(USERS),
    run: (call) => {
      const groups = named(USERS, call)
        .groups.map((name) => byName(GROUPS, call.account, name))
        .filter((group) => group !== undefined)
      const { items, end } = page(call, groups, (group) => group.name)
      return { Groups: items.map(groupFields), ...end }
    },
  },
}

function addUser(call: IamCall): undefined {
  const group = named(GROUPS, call)
  const user = named(USERS, call)
  if (user.groups.includes(group.name)) return undefined
  const limit = call.limits.groupsPerUser
  if (user.groups.length >= limit) {
    throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${limit}`)
  }
  store(USERS, call, { ...user, groups: [...user.groups, group.name].sort() })
  return undefined
}
