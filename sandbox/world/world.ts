import type { Bucket } from './bucket.ts'
import type {
  AccessKey,
  Group,
  ManagedPolicy,
  MfaDevice,
  OidcProvider,
  Role,
  User,
} from './entities.ts'
import type { Session } from './session.ts'
import { groupParts, roleParts, userParts } from './parts.ts'
import type { Table } from './table.ts'
import { createTable } from './table.ts'
import type { Timing } from './timing.ts'

/** One AWS account. Tables of named entities are keyed by {@link nameKey}, the others by ARN. */
export interface Account {
  readonly id: string
  readonly users: Table<User>
  readonly groups: Table<Group>
  readonly roles: Table<Role>
  readonly policies: Table<ManagedPolicy>
  readonly mfaDevices: Table<MfaDevice>
  readonly oidcProviders: Table<OidcProvider>
}

/** When and for what a key was used last. */
export interface KeyUse {
  readonly at: Date
  readonly service: string
  readonly region: string
}

/** Everything that exists. */
export interface World {
  readonly partition: string
  readonly homeAccountId: string
  /** What `aws:SecureTransport` is for every request. */
  readonly secureTransport: boolean
  readonly accounts: Map<string, Account>
  readonly accessKeys: Table<AccessKey>
  readonly keyUses: Map<string, KeyUse>
  readonly sessions: Map<string, Session>
  readonly buckets: Map<string, Bucket>
  /** The last time step of each MFA device whose code was used: a code works once. */
  readonly mfaSteps: Map<string, number>
  /** Runs something whose changes take hold at once, whatever the propagation delay is. */
  atOnce<T>(change: () => T): T
  /** The account of that number; it comes to be when it is first named. */
  account(id: string): Account
}

/** What a new world is made with. */
export interface WorldOptions {
  readonly partition: string
  readonly homeAccountId: string
  readonly secureTransport: boolean
  readonly timing: Timing
}

/** A world with nothing in it. */
export function createWorld(options: WorldOptions): World {
  let settlesAtOnce = false
  const timing: Timing = {
    ofChange: options.timing.ofChange,
    now: () => (settlesAtOnce ? new Date(0) : options.timing.now()),
  }
  const accounts = new Map<string, Account>()
  return {
    partition: options.partition,
    homeAccountId: options.homeAccountId,
    secureTransport: options.secureTransport,
    accounts,
    accessKeys: createTable(timing),
    keyUses: new Map(),
    sessions: new Map(),
    buckets: new Map(),
    mfaSteps: new Map(),
    atOnce: (change) => {
      const before = settlesAtOnce
      settlesAtOnce = true
      try {
        return change()
      } finally {
        settlesAtOnce = before
      }
    },
    account: (id) => {
      const account = accounts.get(id) ?? createAccount(id, timing)
      accounts.set(id, account)
      return account
    },
  }
}

function createAccount(id: string, timing: Timing): Account {
  return {
    id,
    users: createTable(timing, userParts),
    groups: createTable(timing, groupParts),
    roles: createTable(timing, roleParts),
    policies: createTable(timing),
    mfaDevices: createTable(timing),
    oidcProviders: createTable(timing),
  }
}

/** IAM names are unique without regard to case. */
export function nameKey(name: string): string {
  return name.toLowerCase()
}
