import { generateIdentity } from 'age-encryption'
import { keyOwner } from '../../aws/users/key-owner.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { giveUser } from '../../aws/users/kept-user.ts'
import { DaypassError } from '../../core/errors.ts'
import { type KeptUser, currentKey, knownKeyIds } from '../../core/keys/key-ring.ts'
import type { RotationPorts } from '../../core/keys/ports.ts'
import { rotate } from '../../core/keys/rotate.ts'
import { setRootKey } from '../../core/root/set-root-key.ts'
import { writeStaticRole } from '../../core/static/write-static-role.ts'
import { Secret } from '../../core/secret.ts'
import { sweep } from '../../core/sweep.ts'
import { type Sandbox, liveCredentials } from '../../sandbox/sandbox.ts'
import type { Case } from './case.ts'
import { keysAt, portsAt } from './stage.ts'
import type { RotationErrand } from './victim.ts'

const IDENTITY = await generateIdentity()
const ROOT_USER = 'crash-root'
const STATIC_USER = 'crash-static'
const LATER_SECONDS = 4 * 3600

/** Rotations of both kinds, and giving a static role up. */
export const ROTATIONS: readonly Case[] = [
  {
    verb: 'rotate',
    type: 'root_key',
    prepare: async (sandbox, stateUrl) => {
      await makeRoot(sandbox, stateUrl)
      return errand(sandbox, stateUrl, { verb: 'rotate', type: 'root_key' })
    },
    orphans: async (sandbox, stateUrl) =>
      await wrongKeys(sandbox, stateUrl, ROOT_USER, ({ root }) => root),
  },
  {
    verb: 'rotate',
    type: 'static_role',
    prepare: async (sandbox, stateUrl) => {
      await makeStatic(sandbox, stateUrl)
      return errand(sandbox, stateUrl, { verb: 'rotate', type: 'static_role' })
    },
    orphans: async (sandbox, stateUrl) =>
      await wrongKeys(sandbox, stateUrl, STATIC_USER, (keys) => keys.staticRole('crash')),
  },
  {
    verb: 'delete',
    type: 'static_role',
    prepare: async (sandbox, stateUrl) => {
      await makeStatic(sandbox, stateUrl)
      return errand(sandbox, stateUrl, { verb: 'delete', type: 'static_role' })
    },
    orphans: async (sandbox, stateUrl) =>
      await wrongKeys(sandbox, stateUrl, STATIC_USER, (keys) => keys.staticRole('crash')),
  },
]

function errand(
  { url, root }: Sandbox,
  stateUrl: string,
  what: Pick<RotationErrand, 'verb' | 'type'>,
): RotationErrand {
  return { ...what, sandbox: { url, root }, stateUrl, shiftSeconds: 0, identity: IDENTITY }
}

async function makeRoot(sandbox: Sandbox, stateUrl: string): Promise<void> {
  const clients = clientsOf(sandbox)
  const iam = await clients.iam()
  await iam.createUser({ UserName: ROOT_USER })
  const rights = { Effect: 'Allow', Action: 'iam:*AccessKey*', Resource: '*' }
  await iam.putUserPolicy({
    UserName: ROOT_USER,
    PolicyName: 'own-keys',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: rights }),
  })
  const { AccessKey } = await iam.createAccessKey({ UserName: ROOT_USER })
  const key = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: new Secret(AccessKey?.SecretAccessKey ?? ''),
  }
  const { root } = keysAt(sandbox, stateUrl, { identity: IDENTITY, shiftSeconds: 0 })
  const owner = await keyOwner(clients, root.clock, key, {})
  await portsAt(sandbox, stateUrl, 0).leases.ready()
  await setRootKey(root, { key, owner, mayForget: false }, {})
}

async function makeStatic(sandbox: Sandbox, stateUrl: string): Promise<void> {
  const clients = clientsOf(sandbox)
  await (await clients.iam()).createUser({ UserName: STATIC_USER })
  const keys = keysAt(sandbox, stateUrl, { identity: IDENTITY, shiftSeconds: 0 })
  const ports = keys.staticRole('crash')
  const user = await giveUser(clients, { name: STATIC_USER, role: 'crash' }, {})
  const periods = { rotation_period: 30 * 86_400, grace_period: 3600 }
  await portsAt(sandbox, stateUrl, 0).leases.ready()
  await writeStaticRole(ports.store, { name: 'crash', username: STATIC_USER, ...periods }, user)
  await rotate(ports)
}

/**
 * The key on record must work at once; after one sweep no key of the user lives that is not on record, and after
 * another, past the grace of what was replaced, only the one in use.
 */
async function wrongKeys<K extends KeptUser>(
  sandbox: Sandbox,
  stateUrl: string,
  userName: string,
  portsOf: (keys: ReturnType<typeof keysAt>) => RotationPorts<K>,
): Promise<readonly string[]> {
  const atOnce = await recorded(sandbox, portsOf(keysOf(sandbox, stateUrl, 0)))
  const problems = atOnce.works ? [] : [`at once: ${atOnce.text}`]
  for (const sweeps of [1, 2]) {
    const shiftSeconds = sweeps * LATER_SECONDS
    sandbox.clock.advance(LATER_SECONDS)
    const keys = keysOf(sandbox, stateUrl, shiftSeconds)
    const report = await sweep(portsAt(sandbox, stateUrl, shiftSeconds, keys))
    const later = await recorded(sandbox, portsOf(keys))
    const live = liveCredentials(sandbox.world, sandbox.clock.now())
    const ids = live.filter(({ name }) => name === userName).map(({ accessKeyId }) => accessKeyId)
    const expected = sweeps === 1 ? later.known : later.known.slice(0, 1)
    problems.push(
      ...(later.works ? [] : [`after ${sweeps}: ${later.text}`]),
      ...ids.filter((id) => !expected.includes(id)).map((id) => `after ${sweeps} lives: ${id}`),
      ...report.keys.flatMap((one) => ('error' in one ? [`failed: ${one.error.message}`] : [])),
    )
  }
  return problems
}

/** A record that is gone, or about to go, is as good: then no key may live. */
async function recorded<K extends KeptUser>(
  sandbox: Sandbox,
  { store, seal }: RotationPorts<K>,
): Promise<{ readonly works: boolean; readonly known: readonly string[]; readonly text: string }> {
  const ring = (await store.read())?.kept.ring
  if (ring === undefined || ring.phase === 'removing')
    return { works: true, known: [], text: 'gone' }
  const current = currentKey(ring)
  const known = knownKeyIds(ring)
  if (current === undefined) {
    return { works: false, known, text: `no key is on record (${ring.phase})` }
  }
  try {
    const { accessKeyId, secretAccessKey } = await seal.open(store.place, current)
    const sts = await clientsOf(sandbox).stsAs(accessKeyId, secretAccessKey)
    await sts.getCallerIdentity({})
    return { works: true, known, text: 'works' }
  } catch (error) {
    const why = error instanceof DaypassError ? error.message : String(error)
    return {
      works: false,
      known,
      text: `${current.accessKeyId} does not work (${ring.phase}): ${why}`,
    }
  }
}

function keysOf(sandbox: Sandbox, stateUrl: string, shiftSeconds: number) {
  return keysAt(sandbox, stateUrl, { identity: IDENTITY, shiftSeconds })
}

function clientsOf({ url, root }: Sandbox) {
  return awsClients({
    region: 'us-east-1',
    credentials: root,
    iamEndpoint: url,
    stsEndpoint: url,
  })
}
