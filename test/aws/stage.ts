import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import { type AwsClients, type AwsConfig, awsClients } from '../../aws/clients/clients.ts'
import { awsCodeOf } from '../../aws/errors/aws-error.ts'
import { denyPolicies } from '../../aws/deny-policies.ts'
import { awsIssuer } from '../../aws/issuer.ts'
import { accountClients } from '../../aws/clients/account-clients.ts'
import { leasedUsers } from '../../aws/users/leased-users.ts'
import { type Clock, secondsAfter } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { DaypassError } from '../../core/errors.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import type { ActiveLease, LiveLease, Principal } from '../../core/lease/lease.ts'
import type { AssumedRoleOrder, IamUserOrder } from '../../core/issuance/order.ts'
import type { Issuer } from '../../core/ports.ts'
import { revokeCredentials } from '../../core/revocation/revoke-credentials.ts'
import type { Revocation } from '../../core/revocation/revocation.ts'
import {
  type LiveCredential,
  type Sandbox,
  type SandboxOptions,
  liveCredentials,
  startSandbox,
} from '../../sandbox/sandbox.ts'
import { denialStore } from '../../state/denials.ts'
import { secondStore } from '../../state/seconds.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { defined } from '../../core/language/defined.ts'
import { rightClock, rightTime } from '../support/right-clock.ts'

/** A sandbox with what this folder is about on top of it. */
export interface Stage {
  readonly sandbox: Sandbox
  /** The sandbox's time; sleeping moves it forward instead of waiting. */
  readonly clock: Clock
  readonly clients: AwsClients
  readonly issuer: Issuer
  /** Takes the credentials of a lease back, and answers what that reached. */
  readonly revoke: (lease: LiveLease) => Promise<Revocation>
  /** IAM as the administrator. */
  readonly iam: IAM
  /** The same for somebody else's credentials. */
  as(credentials: AwsConfig['credentials']): Pick<Stage, 'clients' | 'issuer' | 'revoke'>
}

/** Starts a sandbox that ends with the test. In its bucket `daypass-state` there is an object `seed`. */
export async function startStage(t: TestContext, options: SandboxOptions = {}): Promise<Stage> {
  const sandbox = await startSandbox(options)
  t.after(() => sandbox.stop())
  const clock: Clock = {
    ...sandbox.clock,
    sleep: (milliseconds) => {
      sandbox.clock.advance(milliseconds / 1000)
      return Promise.resolve()
    },
  }
  const random = (size: number): Uint8Array => randomBytes(size)
  const objects = memoryObjects()
  const as: Stage['as'] = (credentials) => {
    const clients = awsClients({
      region: 'us-east-1',
      iamEndpoint: sandbox.url,
      stsEndpoint: sandbox.url,
      maxAttempts: 2,
      ...defined({ credentials }),
    })
    const store = denialStore(objects, { random })
    const policies = denyPolicies(() => Promise.resolve(clients))
    const denials = { store, policies, ...rightTime(clock), random, rounds: new Map() }
    const ports = {
      mode: 'immediate',
      users: leasedUsers(accountClients(clients, {}, { roleArns: [], clock }), rightClock(clock)),
      denials,
    } as const
    return {
      clients,
      issuer: awsIssuer(clients, { clock, seconds: secondStore(objects, { random }) }),
      revoke: async (lease) => await revokeCredentials(ports, lease, {}),
    }
  }
  const root = as(sandbox.root)
  await s3(sandbox, sandbox.root).putObject({ Bucket: BUCKET, Key: 'seed', Body: 'x' })
  return { sandbox, clock, ...root, iam: await root.clients.iam(), as }
}

const BUCKET = 'daypass-state'

/** What {@link attempt} can try. */
export type Deed = 'get' | 'put' | 'list users' | 'assume role'

/** Tries something with credentials: `done`, or AWS's code for why not. */
export async function attempt(
  stage: Stage,
  credentials: Credentials,
  deed: Deed,
  roleArn = 'arn:aws:iam::123456789012:role/deploy',
): Promise<string> {
  const key = plain(credentials)
  const bucket = s3(stage.sandbox, key)
  try {
    switch (deed) {
      case 'get':
        await bucket.getObject({ Bucket: BUCKET, Key: 'seed' })
        break
      case 'put':
        await bucket.putObject({ Bucket: BUCKET, Key: 'other', Body: 'x' })
        break
      case 'list users':
        await (await stage.as(key).clients.iam()).listUsers()
        break
      case 'assume role':
        await (
          await stage.as(key).clients.sts()
        ).assumeRole({ RoleArn: roleArn, RoleSessionName: 'chained' })
        break
    }
    return 'done'
  } catch (error) {
    return awsCodeOf(error) ?? String(error)
  }
}

/** Credentials as the SDK takes them. */
export function plain({ accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }),
  }
}

function s3(sandbox: Sandbox, credentials: ReturnType<typeof plain>): S3 {
  const { url: endpoint } = sandbox
  return new S3({
    region: 'us-east-1',
    endpoint,
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
  })
}

/** JSON of a policy that allows some actions on everything. */
export function allow(...actions: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  })
}

const LEASE_NAME = '4cZkq2TzWq0bXyN8rPdU1a'

/** The id that the orders below are for. */
export const LEASE_ID = parseLeaseId(`ci/${LEASE_NAME}`)

/** An order for a user who may read, for an hour. */
export function userOrder(stage: Stage, changes: Partial<IamUserOrder> = {}): IamUserOrder {
  return {
    type: 'iam_user',
    userName: `daypass-ci-${LEASE_NAME}`,
    userPath: '/',
    permissionsBoundaryArn: undefined,
    accountRoleArn: undefined,
    tags: { 'daypass:lease': LEASE_ID },
    policyArns: [],
    policyDocument: allow('s3:GetObject'),
    policyName: 'ci',
    groups: [],
    expiresAt: wholeSecond(secondsAfter(stage.clock.now(), 3600)),
    ...changes,
  }
}

/** An order for a session of the role `deploy`, for an hour. */
export function roleOrder(changes: Partial<AssumedRoleOrder> = {}): AssumedRoleOrder {
  return {
    type: 'assumed_role',
    roleArn: 'arn:aws:iam::123456789012:role/deploy',
    sessionName: `daypass-ci-${LEASE_NAME}`,
    durationSeconds: 3600,
    denyAfter: secondsAfter(new Date(), 365 * 86_400),
    isShort: false,
    policyArns: [],
    policyDocument: undefined,
    groups: [],
    externalId: undefined,
    sessionTags: {},
    sourceIdentity: undefined,
    ...changes,
  }
}

/** Makes the role `deploy`, which may do everything on S3 and is trusted as told. */
export async function makeRole(stage: Stage, trust: object = {}): Promise<string> {
  const statement = {
    Effect: 'Allow',
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    Principal: { AWS: '123456789012' },
    ...trust,
  }
  const { Role } = await stage.iam.createRole({
    RoleName: 'deploy',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statement }),
  })
  await stage.iam.putRolePolicy({
    RoleName: 'deploy',
    PolicyName: 'rights',
    PolicyDocument: allow('s3:*', 'sts:*'),
  })
  return Role?.Arn ?? ''
}

/** The lease of an order. */
export function leaseOf(stage: Stage, principal: Principal): ActiveLease {
  const now = stage.clock.now()
  const expiresAt = secondsAfter(now, 3600)
  return {
    id: LEASE_ID,
    role: 'ci',
    credentialType: principal.type,
    holder: { kind: 'shell' },
    principal,
    issuedAt: now,
    expiresAt,
    maxExpiresAt: expiresAt,
    dueAt: expiresAt,
    status: 'active',
  }
}

/** The lease of a user order, as it is known before AWS is asked. */
export function userLease(stage: Stage, order: IamUserOrder): ActiveLease {
  const { userName, userPath } = order
  return leaseOf(stage, { type: 'iam_user', userName, userPath })
}

/** All live credentials but the administrator's. */
export function leftover(stage: Stage): readonly LiveCredential[] {
  const live = liveCredentials(stage.sandbox.world, stage.clock.now())
  return live.filter(({ name }) => name !== 'daypass-root')
}

/** Names of all users but the administrator. */
export async function userNames(stage: Stage): Promise<readonly string[]> {
  const { Users } = await stage.iam.listUsers()
  return (Users ?? []).flatMap(({ UserName }) =>
    UserName === 'daypass-root' ? [] : (UserName ?? []),
  )
}

/** IAM and STS requests since a time, by name. */
export function actionsSince(stage: Stage, start: number): readonly string[] {
  return stage.sandbox.requests.slice(start).map(({ action }) => action)
}

/** The error a task fails with. */
export async function failure(task: Promise<unknown>): Promise<DaypassError> {
  try {
    await task
  } catch (error) {
    if (error instanceof DaypassError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

function wholeSecond(time: Date): Date {
  return new Date(Math.ceil(time.getTime() / 1000) * 1000)
}
