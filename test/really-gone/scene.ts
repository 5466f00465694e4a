import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import type { STS } from '@aws-sdk/client-sts'
import { assemblePorts } from '../../assembly/assemble.ts'
import { type AwsClients, awsClients } from '../../aws/clients/clients.ts'
import { systemClock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { issue } from '../../core/issue.ts'
import { defined } from '../../core/language/defined.ts'
import type { Ports } from '../../core/ports.ts'
import type { RevocationMode } from '../../core/revocation/ports.ts'
import { type Role, CREDENTIAL_TYPES, type CredentialType } from '../../core/role/role.ts'
import { sweep } from '../../core/sweep.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { proveStore } from '../support/proven-store.ts'
import { foreignThings, ourThings } from './look.ts'
import { serverClock } from '../../core/server-clock.ts'

export const ACCOUNT = '123456789012'
export const OTHER_ACCOUNT = '210987654321'
export const BUCKET = 'daypass-state'
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/deploy`

/** All types, and those of which AWS makes sessions that end by themselves. */
export const TYPES = CREDENTIAL_TYPES
export const SESSION_TYPES = ['assumed_role', 'federation_token', 'session_token'] as const

/** Those of them that take policies. */
export const NARROWED_TYPES = ['assumed_role', 'federation_token'] as const

/** IAM's own time: what AWS calls a few minutes. */
export const IAM_SECONDS = 300

/** One process of daypass: whose key it has, and how wrong its clock is. */
export interface Process {
  /** That of the administrator of the home account when absent. */
  readonly key?: Key
  /** Ahead of the servers where positive. */
  readonly skewSeconds?: number
  readonly mode?: RevocationMode
  readonly revokerRoleArns?: readonly string[]
  /** Whether it has been killed: it sends nothing any more. What is on its way lands all the same. */
  readonly isDead?: () => boolean
}

/** What a client signs with. */
export interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** AWS as one scene has it. Its time stands still unless somebody waits in it, or it is moved. */
export interface Scene {
  readonly sandbox: Sandbox
  /** The administrator of the home account, who tries everything once. */
  readonly iam: IAM
  readonly s3: S3
  /** The domain on its real adapters, as one process has it. */
  process(as?: Process): Ports
  issue(type: CredentialType, options?: Issue): Promise<Issuance>
  pass(seconds: number): void
  /** Whether a credential is good for anything at this moment. */
  works(credentials: Credentials): Promise<boolean>
  /** Users, keys and policies of daypass, in every account. */
  left(): readonly string[]
  /** What is there of others now has to be there in the end. */
  takeForGiven(): void
}

/** How something is issued, if not for half an hour by a process that nothing is wrong with. */
export interface Issue {
  readonly by?: Ports
  readonly ttlSeconds?: number
  readonly role?: Role
}

/** Starts AWS with two accounts, the role `deploy`, things of strangers, and a bucket that both accounts may use. */
export async function startScene(t: TestContext): Promise<Scene> {
  const standing = new Date(Math.floor(systemClock.now().getTime() / 1000) * 1000)
  const clock = { ...systemClock, now: () => standing }
  const sandbox = await startSandbox({ accountId: ACCOUNT, clock })
  t.after(() => sandbox.stop())
  const { iam, s3 } = adminOf(sandbox, sandbox.root)
  proveStore(sandbox)
  await furnish(sandbox, { iam, s3 })
  let strangers = foreignThings(sandbox)
  t.after(() => {
    assert.deepEqual(foreignThings(sandbox), strangers, 'what is not ours was touched')
  })
  const process = (as: Process = {}): Ports => portsOf(sandbox, as)
  return {
    sandbox,
    iam,
    s3,
    process,
    issue: async (type, { by = process(), ttlSeconds, role = roleOf(type) } = {}) =>
      await issue(by, { role, holder: { kind: 'shell' }, ...defined({ ttlSeconds }) }),
    pass: (seconds) => {
      sandbox.clock.advance(seconds)
    },
    works: async (credentials) => await works(sandbox, credentials),
    left: () => ourThings(sandbox),
    takeForGiven: () => {
      strangers = foreignThings(sandbox)
    },
  }
}

/**
 * Lets every lease end, sweeps, gives IAM its time and lets one more sweep tidy: then nothing works and nothing of ours
 * is left. The sweeper has the key of the home account and a good clock, unless it is told otherwise.
 */
export async function assertGone(
  scene: Scene,
  issued: readonly (Credentials | undefined)[] = [],
  sweeper: Ports = scene.process(),
): Promise<void> {
  scene.pass(13 * 3600)
  await sweep(sweeper)
  scene.pass(IAM_SECONDS + 100)
  for (const credentials of issued) {
    if (credentials !== undefined) assert.equal(await scene.works(credentials), false, 'it works')
  }
  const swept = await sweep(sweeper)
  scene.pass(IAM_SECONDS + 100)
  assert.deepEqual(scene.left(), [])
  assert.deepEqual(
    swept.failed.map(({ error }) => error.message),
    [],
  )
}

/** Checks a word that was said of a credential, when IAM has had its time. */
export async function assertTrue(
  scene: Scene,
  said: { readonly status: string } | undefined,
  { credentials }: Issuance,
): Promise<void> {
  scene.pass(IAM_SECONDS)
  if (said?.status !== 'revoked' && said?.status !== 'ended') return
  assert.equal(await scene.works(credentials), false, `it works, and ${said.status} was said of it`)
}

/** What comes of something that may fail in daypass's own words: undefined then. */
export async function attempt<T>(doing: Promise<T>): Promise<T | undefined> {
  return await doing.catch(() => undefined)
}

/** The administrator of an account, who tries everything once. */
export function adminOf({ url: endpoint }: Sandbox, credentials: Key): { iam: IAM; s3: S3 } {
  const config = { endpoint, credentials, region: 'us-east-1', maxAttempts: 1 }
  return { iam: new IAM(config), s3: new S3({ ...config, forcePathStyle: true }) }
}

/** A policy of one statement. */
export function policy(
  Effect: 'Allow' | 'Deny',
  Action: string | readonly string[],
  Resource = '*',
) {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] })
}

/** A role of a type that may read and do what it likes with itself, with leases of half an hour up to two. */
export function roleOf(type: CredentialType, roleArn = ROLE_ARN): Role {
  const session = { default_sts_ttl: 1800, max_sts_ttl: 7200 }
  const none = { policy_arns: [], iam_groups: [] }
  const policy_document = policy('Allow', ['s3:GetObject', 'iam:*'])
  switch (type) {
    case 'iam_user': {
      const user = { iam_tags: {}, user_path: '/daypass/', default_ttl: 1800, max_ttl: 7200 }
      return { name: 'reader', credential_type: type, policy_document, ...none, ...user }
    }
    case 'assumed_role': {
      const role_arns = [roleArn]
      return {
        name: 'deployer',
        credential_type: type,
        role_arns,
        session_tags: {},
        ...none,
        ...session,
      }
    }
    case 'federation_token':
      return { name: 'federated', credential_type: type, policy_document, ...none, ...session }
    case 'session_token':
      return { name: 'tokens', credential_type: type, ...session }
  }
}

/** The same with a session policy that leaves no room for the end of the lease. */
export function fullRoleOf(type: (typeof NARROWED_TYPES)[number]): Role {
  const many = Array.from({ length: 97 }, (_, n) => `s3:GetBucketNo${100 + n}`)
  return { ...roleOf(type), policy_document: policy('Allow', ['s3:GetObject', ...many]) } as Role
}

function portsOf(sandbox: Sandbox, as: Process): Ports {
  const { skewSeconds = 0, mode, revokerRoleArns } = as
  const { url } = sandbox
  const credentials = signing(sandbox, as)
  const clock = serverClock({
    now: () => new Date(sandbox.clock.now().getTime() + skewSeconds * 1000),
    elapsedMs: () => sandbox.clock.elapsedMs(),
    // Who sleeps at once wakes at once: the time moves only as far as the longest of them needs.
    sleep: async (milliseconds) => {
      const end = sandbox.clock.now().getTime() + milliseconds
      await new Promise((resolve) => setImmediate(resolve))
      sandbox.clock.advance((end - sandbox.clock.now().getTime()) / 1000)
    },
    // A deadline is a timer: it stands still while the machine is suspended.
    alarm: (milliseconds, ring) => systemClock.alarm(milliseconds, ring),
  })
  const random = (size: number): Uint8Array => randomBytes(size)
  const region = 'us-east-1'
  const config = { region, iamEndpoint: url, stsEndpoint: url, credentials, listener: clock }
  const clients = asking(awsClients(config))
  const place = parseStateUrl(`s3://${BUCKET}`)
  const state = openState(place, { clock, random, region, endpoint: url, credentials })
  const chosen = { revocation: mode, revokerRoleArns }
  return assemblePorts({ clients, config, state, clock, random, ...chosen })
}

/** Each request is signed anew, which a process that is dead never comes to the end of. */
function signing(sandbox: Sandbox, { key = sandbox.root, isDead = () => false }: Process) {
  return async () => {
    if (isDead()) await new Promise(() => undefined)
    return { ...key, expiration: new Date(0) }
  }
}

/**
 * The SDK takes an error of a server whose time is another for a matter of its own clock, and asks again: no single
 * error would be seen in a world whose time was moved. It is told not to.
 */
function asking(clients: AwsClients): AwsClients {
  const set = <C extends IAM | STS>(client: C): C => {
    client.config.disableClockSkewCorrection = () => Promise.resolve(true)
    return client
  }
  return {
    iam: async () => set(await clients.iam()),
    sts: async () => set(await clients.sts()),
    stsAs: async (...as) => set(await clients.stsAs(...as)),
  }
}

async function furnish(sandbox: Sandbox, { iam, s3 }: Pick<Scene, 'iam' | 's3'>): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }
  await iam.createRole({
    RoleName: 'deploy',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
    MaxSessionDuration: 43_200,
  })
  const rights = { PolicyName: 'rights', PolicyDocument: policy('Allow', 's3:*') }
  await iam.putRolePolicy({ RoleName: 'deploy', ...rights })
  await iam.createUser({ UserName: 'stranger', Path: '/daypass/' })
  await iam.putUserPolicy({ UserName: 'stranger', ...rights })
  await iam.createAccessKey({ UserName: 'stranger' })
  await s3.putObject({ Bucket: BUCKET, Key: 'elsewhere/seed', Body: 'x' })
  sandbox.administrator(OTHER_ACCOUNT)
  const both = [ACCOUNT, OTHER_ACCOUNT].map((id) => `arn:aws:iam::${id}:root`)
  const shared = { Effect: 'Allow', Principal: { AWS: both }, Action: 's3:*' }
  const Resource = [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`]
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { ...shared, Resource } })
  await s3.putBucketPolicy({ Bucket: BUCKET, Policy })
}

async function works(sandbox: Sandbox, credentials: Credentials): Promise<boolean> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const secret = { secretAccessKey: secretAccessKey.reveal() }
  const token = defined({ sessionToken: sessionToken?.reveal() })
  const { s3 } = adminOf(sandbox, { accessKeyId, ...secret, ...token })
  const read = s3.getObject({ Bucket: BUCKET, Key: 'elsewhere/seed' })
  return await read.then(
    () => true,
    () => false,
  )
}
