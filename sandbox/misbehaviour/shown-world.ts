import type { Account, World } from '../world/world.ts'
import type { Table } from '../world/table.ts'
import type { Sight } from '../world/timing.ts'

/**
 * A world as one of IAM's hosts knows it: some changes are not in it yet. What is changed in it is forgotten, so
 * an action can be tried there first, to see what a host that lags would say.
 */
export function shownWorld(world: World, sight: Sight): World {
  const accounts = new Map<string, Account>()
  const account = (id: string): Account => {
    const shown = accounts.get(id) ?? shownAccount(world.account(id), sight)
    accounts.set(id, shown)
    return shown
  }
  const accessKeys = shownTable(world.accessKeys, sight)
  // A code of an MFA device that is tried here is not used up.
  return { ...world, accessKeys, account, mfaSteps: new Map(world.mfaSteps) }
}

function shownAccount(account: Account, sight: Sight): Account {
  return {
    id: account.id,
    users: shownTable(account.users, sight),
    groups: shownTable(account.groups, sight),
    roles: shownTable(account.roles, sight),
    policies: shownTable(account.policies, sight),
    mfaDevices: shownTable(account.mfaDevices, sight),
    oidcProviders: shownTable(account.oidcProviders, sight),
  }
}

function shownTable<T>(table: Table<T>, sight: Sight): Table<T> {
  return {
    ...table,
    get: (key) => table.seen(key, sight),
    set: () => undefined,
    delete: () => undefined,
    values: () => table.valuesSeen(sight),
    size: () => table.valuesSeen(sight).length,
  }
}
