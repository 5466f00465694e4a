import type { ChangeEvent } from '../core/change-event.ts'
import type { ServerClock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import { type KeptUser, type KeptUserRef, currentKey } from '../core/keys/key-ring.ts'
import type { PlainKey, RotationPorts, Seal, UserKeys } from '../core/keys/ports.ts'
import { reconcileKeys, type ReconciledKeys } from '../core/keys/reconcile-keys.ts'
import { inParallel } from '../core/language/in-parallel.ts'
import type { CallOptions } from '../core/call-options.ts'
import type { RootKey, RootUse } from '../core/root/root-key.ts'
import type { KeptStaticRole, StaticRole } from '../core/static/static-role.ts'
import { chosenClients } from '../aws/clients/chosen-clients.ts'
import { type AwsClients, type AwsConfig, asHolder, awsClients } from '../aws/clients/clients.ts'
import { callerIdentity } from '../aws/clients/caller.ts'
import { isKeptUser } from '../aws/users/kept-user.ts'
import { roleSession } from '../aws/clients/role-session.ts'
import { userKeys } from '../aws/users/user-keys.ts'
import type { State } from '../state/open.ts'

/** What keeping keys takes. */
export interface KeyParts {
  /** As whom daypass runs. */
  readonly clients: AwsClients
  /** How the clients were made: those with other credentials are made alike. */
  readonly config: AwsConfig
  readonly state: Pick<State, 'rootKey' | 'staticRoles' | 'changes'>
  readonly seal: Seal
  readonly clock: ServerClock
  /** The one user whose root key is used, whatever is on record. */
  readonly rootArn?: string | undefined
}

/** Keys that daypass keeps for itself and for others. */
export interface KeptKeys {
  readonly root: RotationPorts<RootKey>
  /** One static role by its name, on record or not. */
  staticRole(name: string): RotationPorts<KeptStaticRole>
  /** IAM where the user of a static role is. */
  clientsFor(role: StaticRole): AwsClients
  /** Rotates whatever is due, and goes on with what broke off. */
  reconcile(options: CallOptions): Promise<readonly ReconciledKeys[]>
  /** IAM and STS as daypass: with the root key where it is for everything and opens, else with its own credentials. */
  readonly own: AwsClients
  /** For federation and session tokens, which AWS gives to long-term keys only: with the root key wherever one opens. */
  readonly sessions: AwsClients
  /** IAM and STS with the root key. */
  rootClients(): Promise<AwsClients>
}

/**
 * Puts together what keeps keys. A root key changes itself: IAM is asked with it, and so an identity is needed to
 * rotate it, and it is that of the user on record and of no other. Keys of static roles are changed as daypass, or as the role that the static role names; to rotate
 * them takes only a recipient, so a sweep need not be able to read what it makes.
 */
export function keptKeys(parts: KeyParts): KeptKeys {
  const { config, state, seal, clock, rootArn } = parts
  const isRoot = new Set<string>()
  /** As the user on record, which the key itself proves: whoever alters the record aims it at nobody else. */
  const asRoot = async (kept: RootKey, options: CallOptions = {}): Promise<AwsClients> => {
    const { user } = kept
    if (rootArn !== undefined && user.arn !== rootArn) throw foreignRoot(user.arn, rootArn)
    const key = await openCurrent(root, kept)
    const clients = clientsWith(config, key)
    const fact = `${key.accessKeyId} ${user.arn}`
    if (!isRoot.has(fact)) {
      const { arn } = await callerIdentity(clients, options)
      if (arn !== user.arn) throw foreignRoot(arn, user.arn)
      isRoot.add(fact)
    }
    return clients
  }
  const root: RotationPorts<RootKey> = {
    store: state.rootKey,
    seal,
    clock,
    keysOf: async (kept) => userKeys(await asRoot(kept), kept.user.name, clock),
  }
  const rootClients = async (): Promise<AwsClients> => {
    const stored = await state.rootKey.read()
    if (stored === undefined) throw noKey(root.store.place)
    return await asRoot(stored.kept)
  }
  const withRoot = (fits: (use: RootUse) => boolean): AwsClients =>
    chosenClients(async () => {
      const stored = seal.canOpen ? await state.rootKey.read() : undefined
      if (stored === undefined || !fits(stored.kept.use)) return parts.clients
      return await asRoot(stored.kept)
    })
  const clients = withRoot((use) => use === 'everything')
  const clientsFor = (role: StaticRole) => clientsOfRole({ ...parts, clients }, role)
  const staticRole = (name: string): RotationPorts<KeptStaticRole> => ({
    store: state.staticRoles.at(name),
    seal,
    clock,
    keysOf: async ({ role, user, ring }) => {
      const clients = clientsFor(role)
      if (user.name !== role.username) throw otherName(user, role)
      if (await isKeptUser(clients, { user, role: role.name }, {}))
        return userKeys(clients, user.name, clock)
      // With the user its keys are gone, and only the record is left to be given up.
      if (ring.phase === 'removing') return NO_KEYS
      throw otherUser(user)
    },
  })
  return {
    root,
    staticRole,
    clientsFor,
    reconcile: async (options) => await reconcileAll(state, { root, staticRole }, options),
    own: clients,
    sessions: withRoot(() => true),
    rootClients,
  }
}

async function reconcileAll(
  { staticRoles, changes }: Pick<State, 'staticRoles' | 'changes'>,
  { root, staticRole }: Pick<KeptKeys, 'root' | 'staticRole'>,
  options: CallOptions,
): Promise<readonly ReconciledKeys[]> {
  const reconciled: ReconciledKeys[] = []
  const add = async (
    event: Pick<ChangeEvent, 'name' | 'subject'>,
    keys: Promise<ReconciledKeys | undefined>,
  ): Promise<void> => {
    const one = await keys
    if (one === undefined) return
    reconciled.push(one)
    const made = 'rotation' in one ? one.rotation.made : undefined
    if (made === undefined) return
    // A sweep is not stopped for the trail: the key's place says that it changed.
    const facts = { access_key_id: made }
    await changes.record({ ...event, holder: undefined, facts }).catch(() => undefined)
  }
  await add({ name: 'root-key-rotated', subject: 'root' }, reconcileKeys(root, options))
  await inParallel(staticRoles.names(), USERS_AT_ONCE, async (name) => {
    const event = { name: 'static-role-rotated', subject: name } as const
    await add(event, reconcileKeys(staticRole(name), options))
  })
  return reconciled
}

/** A new key may be tried for a minute. */
const USERS_AT_ONCE = 8

function clientsWith(config: AwsConfig, key: PlainKey): AwsClients {
  return awsClients({ ...config, credentials: asHolder({ ...key, sessionToken: undefined }) })
}

async function openCurrent<K extends KeptUser>(
  { seal, store }: RotationPorts<K>,
  { ring }: K,
): Promise<PlainKey> {
  const key = currentKey(ring)
  if (key !== undefined) return await seal.open(store.place, key)
  throw noKey(store.place)
}

function noKey(place: string): DaypassError {
  return new DaypassError('request-invalid', `there is no key in ${place}`)
}

/** Of a user that is there no more. */
const NO_KEYS: UserKeys = {
  list: () => Promise.resolve([]),
  lastUse: () => Promise.resolve(undefined),
  create: () => Promise.reject(new TypeError('nobody makes a key of a user that is gone')),
  prove: () => Promise.reject(new TypeError('nobody proves a key of a user that is gone')),
  remove: () => Promise.resolve(),
}

function otherUser({ name }: KeptUserRef): DaypassError {
  return new DaypassError('aws-rejected', `user ${name} is not the one it was`, {
    hint: 'it was deleted, and perhaps made again: delete the static role and write it anew',
  })
}

function otherName({ name }: KeptUserRef, role: StaticRole): DaypassError {
  const message = `the static role ${role.name} is of user ${role.username}, and its keys of ${name}`
  return new DaypassError('state-invalid', message, {
    hint: 'somebody has altered the store: nothing was done about the keys',
  })
}

function foreignRoot(arn: string, expected: string): DaypassError {
  return new DaypassError('state-invalid', `the root key is of ${arn}, and not of ${expected}`, {
    hint: 'nothing was done with it: see who wrote it, and hand over the right one',
  })
}

function clientsOfRole({ clients, config, clock }: KeyParts, role: StaticRole): AwsClients {
  const { assume_role_arn: roleArn, external_id: externalId } = role
  if (roleArn === undefined) return clients
  const sessionName = role.assume_role_session_name ?? `daypass-static-${role.name}`.slice(0, 64)
  const credentials = roleSession(clients, { roleArn, sessionName, externalId }, { clock })
  return awsClients({ ...config, credentials })
}
