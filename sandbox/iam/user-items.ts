import { limitExceeded, noSuchEntity, validationError } from '../aws-error.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { User, UserItem, UserItemKind } from '../world/entities.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { USERS, store } from './kinds.ts'
import { page } from './paging.ts'
import { onUserOrCaller } from './user-or-caller.ts'

/** One kind of thing that a user may have several of, and the names that AWS gives to it. */
export interface ItemKind {
  readonly key: UserItemKind
  readonly create: string
  readonly update: string
  readonly remove: string
  readonly list: string
  readonly get?: string
  readonly idName: string
  readonly dateName: string
  readonly itemName: string
  readonly listName: string
  readonly quota: { readonly name: string; readonly max: number }
  readonly make: (call: IamCall) => Pick<UserItem, 'id' | 'fields'>
  /** Fields that are told once, at creation. */
  readonly once?: (call: IamCall) => XmlFields
  /** Fields that only the item itself is answered with, not the list. */
  readonly inFull?: readonly string[]
}

/** Create, Update, Delete and List (and for some Get) of one kind of item. */
export function itemActions(kind: ItemKind): IamActions {
  const get: IamActions =
    kind.get === undefined
      ? {}
      : {
          [kind.get]: onUserOrCaller((call, user) => ({
            [kind.itemName]: fields(kind, user, ownItem(kind, call, user)),
          })),
        }
  return {
    ...get,
    [kind.create]: onUserOrCaller((call, user) => createItem(kind, call, user)),
    [kind.update]: onUserOrCaller((call, user) => {
      const status = call.input.text('Status')
      if (status !== 'Active' && status !== 'Inactive') {
        throw validationError(`'status' must be Active or Inactive, not '${status}'`)
      }
      const changed = ownItem(kind, call, user)
      const items = user[kind.key].map((item) => (item === changed ? { ...item, status } : item))
      store(USERS, call, { ...user, [kind.key]: items })
      return undefined
    }),
    [kind.remove]: onUserOrCaller((call, user) => {
      const removed = ownItem(kind, call, user)
      const items = user[kind.key].filter((item) => item !== removed)
      store(USERS, call, { ...user, [kind.key]: items })
      return undefined
    }),
    [kind.list]: onUserOrCaller((call, user) => {
      const { items, end } = page(call, user[kind.key], (item) => item.id)
      const short = items.map((item) => withoutFull(kind, fields(kind, user, item)))
      return { [kind.listName]: short, ...end }
    }),
  }
}

function createItem(kind: ItemKind, call: IamCall, user: User): XmlFields {
  const { name, max } = kind.quota
  if (user[kind.key].length >= max) throw limitExceeded(`Cannot exceed quota for ${name}: ${max}`)
  const item: UserItem = { ...kind.make(call), status: 'Active', createdAt: call.now }
  store(USERS, call, { ...user, [kind.key]: [...user[kind.key], item] })
  return { [kind.itemName]: { ...fields(kind, user, item), ...kind.once?.(call) } }
}

function fields(kind: ItemKind, user: User, item: UserItem): XmlFields {
  return {
    UserName: user.name,
    [kind.idName]: item.id,
    Status: item.status,
    [kind.dateName]: item.createdAt,
    ...item.fields,
  }
}

function withoutFull(kind: ItemKind, all: XmlFields): XmlFields {
  const kept = Object.entries(all).filter(([name]) => kind.inFull?.includes(name) !== true)
  return Object.fromEntries(kept)
}

function ownItem(kind: ItemKind, call: IamCall, user: User): UserItem {
  const id = call.input.text(kind.idName)
  const item = user[kind.key].find((one) => one.id === id)
  if (item !== undefined) return item
  throw noSuchEntity(`The ${kind.itemName} with id ${id} cannot be found.`)
}
