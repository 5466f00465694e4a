import { randomBytes } from 'node:crypto'
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { IAM } from '@aws-sdk/client-iam'
import { generateIdentity } from 'age-encryption'
import { assemblePorts } from '../../assembly/assemble.ts'
import { keptKeys } from '../../assembly/kept-keys.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { keyOwner } from '../../aws/users/key-owner.ts'
import { giveUser } from '../../aws/users/kept-user.ts'
import { isDaypassError } from '../../core/errors.ts'
import { issue } from '../../core/issue.ts'
import { rotate } from '../../core/keys/rotate.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import { setRootKey } from '../../core/root/set-root-key.ts'
import { Secret } from '../../core/secret.ts'
import { writeStaticRole } from '../../core/static/write-static-role.ts'
import { sweep } from '../../core/sweep.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { denialStore } from '../../state/denials.ts'
import { changeTrail } from '../../state/changes.ts'
import { leaseStore } from '../../state/leases.ts'
import { rootKeyStore } from '../../state/root-key.ts'
import { ageSeal } from '../../state/sealed.ts'
import { secondStore } from '../../state/seconds.ts'
import { staticRoleStore } from '../../state/static-roles.ts'
import { type Mutation, mutationsOf } from './mutations.ts'
import { HOLDER, sessionRole, userRole } from '../core/world.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { rightClock } from '../support/right-clock.ts'

const REGION = 'us-east-1'
const ROLE_ARN = 'arn:aws:iam::123456789012:role/deploy'

/** A store with one object of each kind, all of them due, in an account with other users, roles and policies. */
export interface MutatedStore {
  /** Every mutation of every field. */
  readonly mutations: readonly Mutation[]
  /** Puts one into the store as it was, works on it as a sweep and a revocation do, and answers what was harmed. */
  try(mutation: Mutation): Promise<readonly string[]>
}

/** Makes it. */
async function mutatedStore(t: TestContext): Promise<MutatedStore> {
  const sandbox = await startSandbox({ accountId: '123456789012' })
  t.after(() => sandbox.stop())
  const clock = rightClock({
    ...sandbox.clock,
    sleep: (milliseconds: number) => {
      sandbox.clock.advance(milliseconds / 1000)
      return Promise.resolve()
    },
  })
  const random = (size: number): Uint8Array => randomBytes(size)
  const objects = memoryObjects()
  const { url, root: credentials } = sandbox
  const config = { region: REGION, credentials, iamEndpoint: url, stsEndpoint: url, maxAttempts: 1 }
  const clients = awsClients(config)
  const identity = await generateIdentity()
  const seal = ageSeal({ recipients: [], identity: () => Promise.resolve(new Secret(identity)) })
  const state = {
    leases: leaseStore(objects, { clock, random }),
    denials: denialStore(objects, { random }),
    seconds: secondStore(objects, { random }),
    rootKey: rootKeyStore(objects, { random }),
    staticRoles: staticRoleStore(objects, { random }),
    changes: changeTrail(objects, { clock, random }),
  }
  // As new processes: nothing that one has seen helps the next.
  const connect = () => {
    const keys = keptKeys({ clients, config, state, seal, clock })
    return { keys, ports: assemblePorts({ clients, config, state, clock, random, keys }) }
  }
  const iam = await clients.iam()
  await furnish(iam)
  const { keys, ports } = connect()
  const ids = await lease(ports)
  const user = await giveUser(clients, { name: 'legacy', role: 'app' }, {})
  const role = { name: 'app', username: 'legacy', rotation_period: 60, grace_period: 0 }
  await writeStaticRole(keys.staticRole('app').store, role, user)
  await rotate(keys.staticRole('app'))
  const { AccessKey } = await iam.createAccessKey({ UserName: 'issuer' })
  const key = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: new Secret(AccessKey?.SecretAccessKey ?? ''),
  }
  const owner = await keyOwner(clients, clock, key, {})
  const handed = { key, owner, mayForget: false }
  await setRootKey(keys.root, handed, { rotationPeriodSeconds: 60, graceSeconds: 0 })
  sandbox.clock.advance(1200)
  const initial = new Map(objects.stored)
  const before = await foreign(iam)
  const names = await namesIn(iam)
  return {
    mutations: [...initial].flatMap(([at, { body }]) =>
      body.startsWith('{') && !at.startsWith('audit/') ? mutationsOf(at, body, names) : [],
    ),
    try: async ({ key: at, body }) => {
      await objects.remove([...objects.stored.keys()])
      for (const [kept, one] of initial) await objects.put(kept, one.body)
      await objects.put(at, body)
      const next = connect().ports
      const broken = await workOn(next, ids)
      const after = await foreign(iam)
      return [
        ...broken,
        ...before.filter((fact) => !after.includes(fact)),
        ...after.filter((fact) => !before.includes(fact)),
      ]
    },
  }
}

async function furnish(iam: IAM): Promise<void> {
  const Statement = { Effect: 'Allow', Action: '*', Resource: '*' }
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  for (const UserName of ['admin', 'legacy', 'issuer']) {
    await iam.createUser({ UserName, Path: '/daypass/' })
    await iam.putUserPolicy({ UserName, PolicyName: 'guardrail', PolicyDocument })
  }
  await iam.createAccessKey({ UserName: 'admin' })
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }
  for (const RoleName of ['deploy', 'other']) {
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: trust })
    await iam.createRole({ RoleName, AssumeRolePolicyDocument })
    await iam.putRolePolicy({ RoleName, PolicyName: 'guardrail', PolicyDocument })
  }
}

/** A user and two sessions, of which one is denied and one is noted to be. */
async function lease(ports: Ports) {
  const user = await issue(ports, { role: userRole(), holder: HOLDER })
  const role = { ...sessionRole(), role_arns: [ROLE_ARN] }
  const denied = await issue(ports, { role, holder: HOLDER, ttlSeconds: 3600 })
  const noted = await issue(ports, { role, holder: HOLDER, ttlSeconds: 3600 })
  await revoke(ports, denied.lease.id)
  const note = { ...ports.revocation, mode: 'tombstone' as const }
  await revoke({ ...ports, revocation: note }, noted.lease.id)
  return [user.lease.id, denied.lease.id, noted.lease.id]
}

/** What daypass has no business with, as facts. */
async function foreign(iam: IAM): Promise<readonly string[]> {
  const facts: string[] = []
  const { Users = [] } = await iam.listUsers({})
  for (const { UserName = '', Path } of Users) {
    if (UserName.startsWith('daypass-')) continue
    const { PolicyNames = [] } = await iam.listUserPolicies({ UserName })
    const inline = PolicyNames.filter((name) => !name.startsWith('daypass-deny-'))
    facts.push(`user ${Path ?? ''}${UserName} ${inline.join()}`)
  }
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: 'admin' })
  for (const { AccessKeyId, Status } of AccessKeyMetadata)
    facts.push(`key ${AccessKeyId ?? ''} ${Status ?? ''}`)
  for (const RoleName of ['deploy', 'other']) {
    const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName })
    const inline = PolicyNames.filter((name) => !name.startsWith('daypass-deny-'))
    facts.push(`role ${RoleName} ${inline.join()}`)
  }
  return facts
}

/** What an attacker would name. */
async function namesIn(iam: IAM): Promise<readonly string[]> {
  const { User } = await iam.getUser({ UserName: 'admin' })
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: 'admin' })
  const key = AccessKeyMetadata[0]?.AccessKeyId ?? ''
  return [
    'admin',
    User?.Arn ?? '',
    User?.UserId ?? '',
    key,
    'arn:aws:iam::123456789012:role/other',
    'guardrail',
  ]
}

async function workOn(ports: Ports, ids: readonly string[]): Promise<readonly string[]> {
  const works = [
    async () => await sweep(ports, { full: true }),
    ...ids.map((id) => async () => await revoke(ports, parseLeaseId(id))),
  ]
  const broken: string[] = []
  for (const work of works) {
    await work().catch((error: unknown) => {
      if (!isDaypassError(error) || error.message === '') broken.push(`threw ${String(error)}`)
    })
  }
  return broken
}

/**
 * Tries some of the mutations of single fields, chosen by a seed that is printed, and such as change several at once.
 */
export async function assertHarmless(
  t: TestContext,
  { fields, aimed: several = false }: { readonly fields: number; readonly aimed?: boolean },
): Promise<void> {
  const store = await mutatedStore(t)
  const seed = randomBytes(4).readUInt32LE()
  const of = (isAimed: boolean) => store.mutations.filter((one) => one.isAimed === isAimed)
  const step = Math.max(1, Math.floor(of(false).length / fields))
  const chosen = of(false).filter((_, at) => at % step === seed % step)
  t.diagnostic(`seed ${seed % step} of ${step}`)
  assert.ok(chosen.length > 0)
  for (const mutation of [...chosen, ...(several ? of(true) : [])])
    assert.deepEqual(await store.try(mutation), [], `${mutation.key}: ${mutation.what}`)
}
