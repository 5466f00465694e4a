import { limitExceeded, noSuchEntity, validationError } from '../aws-error.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { AccessKey, User } from '../world/entities.ts'
import { newSecretKey, newUniqueId } from '../world/ids.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { USERS, byName, store } from './kinds.ts'
import { page } from './paging.ts'
import { onUserOrCaller } from './user-or-caller.ts'

/** Long-term access keys of users. */
export const accessKeyActions: IamActions = {
  CreateAccessKey: onUserOrCaller((call, user) => ({ AccessKey: createKey(call, user) })),
  DeleteAccessKey: onUserOrCaller((call, user) => {
    const key = ownKey(call, user)
    call.world.accessKeys.delete(key.accessKeyId)
    const accessKeyIds = user.accessKeyIds.filter((id) => id !== key.accessKeyId)
    store(USERS, call, { ...user, accessKeyIds })
    return undefined
  }),
  UpdateAccessKey: onUserOrCaller((call, user) => {
    const status = call.input.text('Status')
    if (status !== 'Active' && status !== 'Inactive') {
      throw validationError(`'status' must be Active or Inactive, not '${status}'`)
    }
    const key = ownKey(call, user)
    call.world.accessKeys.set(key.accessKeyId, { ...key, status })
    return undefined
  }),
  ListAccessKeys: onUserOrCaller((call, user) => {
    const keys = user.accessKeyIds.map((id) => call.world.accessKeys.get(id))
    const found = keys.filter((key) => key !== undefined)
    const { items, end } = page(call, found, (key) => key.accessKeyId)
    return { UserName: user.name, AccessKeyMetadata: items.map(keyMetadata), ...end }
  }),
  GetAccessKeyLastUsed: {
    resource: (call) => ownerOf(call)?.arn ?? '*',
    run: (call) => {
      const id = call.input.text('AccessKeyId', TEXT_RULES.accessKeyId)
      const use = call.world.keyUses.get(id)
      const where = { ServiceName: use?.service ?? 'N/A', Region: use?.region ?? 'N/A' }
      const owner = ownerOf(call)
      if (owner === undefined) throw noKey(id)
      return { UserName: owner.name, AccessKeyLastUsed: { LastUsedDate: use?.at, ...where } }
    },
  },
}

/** Makes a key for a user, whom it is added to by the caller. */
export function newAccessKey(user: User, now: Date): AccessKey {
  return {
    accountId: user.accountId,
    accessKeyId: newUniqueId('AKIA', 20),
    secretAccessKey: newSecretKey(),
    userName: user.name,
    userId: user.id,
    status: 'Active',
    createdAt: now,
  }
}

function createKey(call: IamCall, user: User): XmlFields {
  const limit = call.limits.accessKeysPerUser
  if (user.accessKeyIds.length >= limit) {
    throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${limit}`)
  }
  const key = newAccessKey(user, call.now)
  call.world.accessKeys.set(key.accessKeyId, key)
  store(USERS, call, { ...user, accessKeyIds: [...user.accessKeyIds, key.accessKeyId] })
  return { ...keyMetadata(key), SecretAccessKey: key.secretAccessKey }
}

function keyMetadata(key: AccessKey): XmlFields {
  return {
    UserName: key.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: key.createdAt,
  }
}

function ownKey(call: IamCall, user: User): AccessKey {
  const id = call.input.text('AccessKeyId', TEXT_RULES.accessKeyId)
  const key = call.world.accessKeys.get(id)
  if (key?.userId !== user.id) throw noKey(id)
  return key
}

function ownerOf(call: IamCall): User | undefined {
  const key = call.world.accessKeys.get(call.input.text('AccessKeyId', TEXT_RULES.accessKeyId))
  const own = key?.accountId === call.account.id && key.userName !== undefined
  return own ? byName(USERS, call.account, key.userName) : undefined
}

function noKey(id: string): Error {
  return noSuchEntity(`The Access Key with id ${id} cannot be found.`)
}
