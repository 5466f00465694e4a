import { AwsError, limitExceeded } from '../aws-error.ts'
import { requestTagContext } from '../access/context.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { awsArn } from '../world/arn.ts'
import type { User } from '../world/entities.ts'
import { newUniqueId } from '../world/ids.ts'
import { nameKey } from '../world/world.ts'
import { boundaryFields, readBoundary, requestedBoundaryContext } from './boundaries.ts'
import { requireNoChildren } from './delete-user.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { USERS, named, resourceOf, store } from './kinds.ts'
import { page } from './paging.ts'
import { tagFields, taggingActions } from './tagging.ts'
import { onUserOrCaller } from './user-or-caller.ts'
import { defined } from '../../core/language/defined.ts'

/** Users themselves, their tags. */
export const userActions: IamActions = {
  CreateUser: {
    resource: (call) =>
      awsArn(call.world, 'iam', call.account.id, `user${newPath(call)}${newName(call)}`),
    context: (call) => ({
      ...requestedBoundaryContext(call),
      ...requestTagContext(call.input.tags()),
    }),
    also: (call) => (Object.keys(call.input.tags()).length > 0 ? ['iam:TagUser'] : []),
    run: createUser,
  },
  GetUser: onUserOrCaller((_call, user) => ({ User: userFields(user, 'whole') })),
  UpdateUser: { resource: resourceOf(USERS), run: updateUser },
  DeleteUser: {
    resource: resourceOf(USERS),
    run: (call) => {
      const user = named(USERS, call)
      requireNoChildren(user)
      call.account.users.delete(nameKey(user.name))
      return undefined
    },
  },
  ListUsers: {
    resource: (call) => awsArn(call.world, 'iam', call.account.id, `user${pathPrefix(call)}`),
    run: (call) => {
      const prefix = pathPrefix(call)
      const users = call.account.users.values().filter((user) => user.path.startsWith(prefix))
      const { items, end } = page(call, users, (user) => user.name)
      return { Users: items.map((user) => userFields(user, 'list')), ...end }
    },
  },
  ...taggingActions({
    noun: 'User',
    resource: resourceOf(USERS),
    read: (call) => named(USERS, call).tags,
    write: (call, tags) => {
      store(USERS, call, { ...named(USERS, call), tags })
    },
  }),
}

/** A user without anything. */
export function newUser(call: Pick<IamCall, 'world' | 'now'>, at: NewUser): User {
  const { accountId, path, name } = at
  return {
    accountId,
    name,
    path,
    id: newUniqueId('AIDA', 21),
    arn: awsArn(call.world, 'iam', accountId, `user${path}${name}`),
    createdAt: call.now,
    inline: {},
    attached: [],
    groups: [],
    accessKeyIds: [],
    tags: {},
    mfaDevices: [],
    sshKeys: [],
    certificates: [],
    serviceCredentials: [],
  }
}

/** Where and how a new user is called. */
export interface NewUser {
  readonly accountId: string
  readonly path: string
  readonly name: string
}

function createUser(call: IamCall): XmlFields {
  const name = newName(call)
  const { account, limits } = call
  if (account.users.get(nameKey(name)) !== undefined) {
    throw new AwsError(409, 'EntityAlreadyExists', `User with name ${name} already exists.`)
  }
  if (account.users.size() >= limits.users) {
    throw limitExceeded(`Cannot exceed quota for UsersPerAccount: ${limits.users}`)
  }
  const boundary = readBoundary(call)
  const user: User = {
    ...newUser(call, { accountId: account.id, path: newPath(call), name }),
    tags: call.input.tags(),
    ...defined({ boundary }),
  }
  store(USERS, call, user)
  return { User: userFields(user, 'whole') }
}

function updateUser(call: IamCall): undefined {
  const user = named(USERS, call)
  const name = call.input.optional('NewUserName', TEXT_RULES.userName) ?? user.name
  const path = call.input.optional('NewPath', TEXT_RULES.path) ?? user.path
  if (nameKey(name) !== nameKey(user.name) && call.account.users.get(nameKey(name))) {
    throw new AwsError(409, 'EntityAlreadyExists', `User with name ${name} already exists.`)
  }
  const arn = awsArn(call.world, 'iam', call.account.id, `user${path}${name}`)
  call.account.users.delete(nameKey(user.name))
  store(USERS, call, { ...user, name, path, arn })
  for (const id of user.accessKeyIds) {
    const key = call.world.accessKeys.get(id)
    if (key !== undefined) call.world.accessKeys.set(id, { ...key, userName: name })
  }
  return undefined
}

/** A user as AWS answers it: tags and boundary only where one user is asked for. */
function userFields(user: User, extent: 'whole' | 'list'): XmlFields {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.createdAt,
    ...(extent === 'whole' && {
      PermissionsBoundary: boundaryFields(user.boundary),
      Tags: tagFields(user.tags),
    }),
  }
}

function newName(call: IamCall): string {
  return call.input.text('UserName', TEXT_RULES.userName)
}

function newPath(call: IamCall): string {
  return call.input.optional('Path', TEXT_RULES.path) ?? '/'
}

function pathPrefix(call: IamCall): string {
  return call.input.optional('PathPrefix', TEXT_RULES.pathPrefix) ?? '/'
}
