import { randomBytes } from 'node:crypto'
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import { awsCodeOf } from '../../aws/errors/aws-error.ts'
import { assemblePorts } from '../../assembly/assemble.ts'
import { type AwsClients, awsClients } from '../../aws/clients/clients.ts'
import type { RevocationMode } from '../../core/revocation/ports.ts'
import { type Clock, secondsAfter, systemClock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { issue } from '../../core/issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import type { Role } from '../../core/role/role.ts'
import { sweep } from '../../core/sweep.ts'
import {
  type Sandbox,
  type SandboxOptions,
  liveCredentials,
  startSandbox,
} from '../../sandbox/sandbox.ts'
import { denialStore } from '../../state/denials.ts'
import { leaseStore } from '../../state/leases.ts'
import { secondStore } from '../../state/seconds.ts'
import { type MemoryObjects, memoryObjects } from '../fakes/memory-objects.ts'
import { allow, plain } from './stage.ts'
import { defined } from '../../core/language/defined.ts'
import { rightClock } from '../support/right-clock.ts'

export const ACCOUNT = '123456789012'
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/deploy`

/** The types whose sessions are denied one by one. */
export const SESSION_TYPES = ['assumed_role', 'federation_token', 'session_token'] as const
export type SessionType = (typeof SESSION_TYPES)[number]

/** Who daypass runs as, how it revokes, and what its waiting does. */
export interface As {
  readonly key?: Sandbox['root']
  readonly mode?: RevocationMode
  readonly revokerRoleArns?: readonly string[]
  readonly clock?: Clock
  /** Whether the store goes with the process. */
  readonly isPassing?: boolean
}

/** A sandbox whose time stands still until it is moved, and the domain with its real adapters on it. */
export interface RevocationStage {
  readonly sandbox: Sandbox
  readonly objects: MemoryObjects
  readonly root: AwsClients
  /** Waiting moves the time of the sandbox, unless another clock is given. */
  ports(as?: As): Ports
  issue(type: SessionType, ttlSeconds?: number): Promise<Issuance>
  /** Reads an object: `done`, or AWS's code. */
  get(credentials: Credentials): Promise<string>
  /** Sets the time; never back. */
  moveTo(time: Date): void
}

/** Starts the stage: the role `deploy`, an object to read, and `daypass-root`, who issues. */
export async function startRevocationStage(
  t: TestContext,
  options: SandboxOptions = {},
): Promise<RevocationStage> {
  const standing = new Date(Math.floor(systemClock.now().getTime() / 1000) * 1000)
  const sandbox = await startSandbox({
    accountId: ACCOUNT,
    ...options,
    clock: { ...systemClock, now: () => standing },
  })
  t.after(() => sandbox.stop())
  const objects = memoryObjects()
  const moving: Clock = {
    ...sandbox.clock,
    sleep: (milliseconds) => {
      sandbox.clock.advance(milliseconds / 1000)
      return Promise.resolve()
    },
  }
  const ports = (as: As = {}): Ports => portsOn(sandbox, objects, { clock: moving, ...as })
  const root = clientsOf(sandbox, sandbox.root)
  await furnish(sandbox, await root.iam())
  return {
    sandbox,
    objects,
    root,
    ports,
    issue: async (type, ttlSeconds) =>
      await issue(ports(), {
        role: roleOf(type),
        holder: { kind: 'shell' },
        ...defined({ ttlSeconds }),
      }),
    get: async (credentials) => await get(sandbox, credentials),
    moveTo: (time) => {
      sandbox.clock.advance((time.getTime() - sandbox.clock.now().getTime()) / 1000)
    },
  }
}

function portsOn(sandbox: Sandbox, objects: MemoryObjects, as: As & { clock: Clock }): Ports {
  const { key = sandbox.root, mode = 'immediate', revokerRoleArns = [], isPassing } = as
  const clock = rightClock(as.clock)
  const random = (size: number): Uint8Array => randomBytes(size)
  const clients = clientsOf(sandbox, key)
  const config = configOf(sandbox)
  const state = {
    leases: leaseStore(objects, { clock, random }),
    denials: denialStore(objects, { random }),
    seconds: secondStore(objects, { random }),
  }
  const modes = { revocation: mode, revokerRoleArns, isPassing }
  return assemblePorts({ clients, config, state, clock, random, ...modes })
}

function configOf({ url }: Sandbox) {
  return { region: 'us-east-1', iamEndpoint: url, stsEndpoint: url, maxAttempts: 1 }
}

/** IAM and STS of the sandbox with a key. */
export function clientsOf(
  sandbox: Sandbox,
  credentials: Sandbox['root'] & { sessionToken?: string },
): AwsClients {
  return awsClients({ ...configOf(sandbox), credentials })
}

/** A role of a type, with leases of an hour. */
export function roleOf(type: SessionType, roleArn = ROLE_ARN): Role {
  const times = { default_sts_ttl: 3600, max_sts_ttl: 7200 }
  const none = { policy_arns: [], iam_groups: [] }
  switch (type) {
    case 'assumed_role':
      return {
        name: 'ci',
        credential_type: type,
        role_arns: [roleArn],
        session_tags: {},
        ...none,
        ...times,
      }
    case 'federation_token':
      return {
        name: 'ci',
        credential_type: type,
        policy_document: allow('s3:*', 'sts:*'),
        ...none,
        ...times,
      }
    case 'session_token':
      return { name: 'ci', credential_type: type, ...times }
  }
}

async function furnish(sandbox: Sandbox, iam: Awaited<ReturnType<AwsClients['iam']>>) {
  const trust = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }
  await iam.createRole({
    RoleName: 'deploy',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
    MaxSessionDuration: 7200,
  })
  const rights = allow('s3:*', 'sts:*')
  await iam.putRolePolicy({ RoleName: 'deploy', PolicyName: 'rights', PolicyDocument: rights })
  await s3Of(sandbox, sandbox.root).putObject({ Bucket: 'daypass-state', Key: 'seed', Body: 'x' })
}

async function get(sandbox: Sandbox, credentials: Credentials): Promise<string> {
  try {
    await s3Of(sandbox, plain(credentials)).getObject({ Bucket: 'daypass-state', Key: 'seed' })
    return 'done'
  } catch (error) {
    return awsCodeOf(error) ?? String(error)
  }
}

/** S3 of the sandbox with a key. */
export function s3Of(
  { url: endpoint }: Sandbox,
  credentials: Sandbox['root'] & { sessionToken?: string },
): S3 {
  const config = { region: 'us-east-1', endpoint, forcePathStyle: true, maxAttempts: 1 }
  return new S3({ ...config, credentials })
}

/** Inline deny policies of daypass on whatever carries the denies of a type. */
export async function denyNames(
  stage: RevocationStage,
  type: SessionType,
): Promise<readonly string[]> {
  const iam = await stage.root.iam()
  const { PolicyNames = [] } =
    type === 'assumed_role'
      ? await iam.listRolePolicies({ RoleName: 'deploy' })
      : await iam.listUserPolicies({ UserName: 'daypass-root' })
  return PolicyNames.filter((name) => name.startsWith('daypass-deny-'))
}

/** What the store holds under a prefix. */
export function keysUnder(stage: RevocationStage, prefix: string): readonly string[] {
  return [...stage.objects.stored.keys()].filter((key) => key.startsWith(prefix))
}

/** Sessions of the role, with leases of an hour. */
export async function issueMany(
  stage: RevocationStage,
  many: number,
): Promise<readonly Issuance[]> {
  const ports = stage.ports()
  const request = { role: roleOf('assumed_role'), holder: { kind: 'shell' } } as const
  const issued: Issuance[] = []
  while (issued.length < many) {
    const some = Array.from({ length: Math.min(50, many - issued.length) }, () =>
      issue(ports, request),
    )
    issued.push(...(await Promise.all(some)))
  }
  return issued
}

/** Revokes them in all but IAM. */
export async function addTombstones(
  stage: RevocationStage,
  issued: readonly Issuance[],
): Promise<void> {
  const ports = stage.ports({ mode: 'tombstone' })
  for (const { lease } of issued) {
    assert.equal((await revoke(ports, lease.id)).status, 'pending')
  }
}

/** Their access keys, sorted. */
export function accessKeys(issued: readonly Issuance[]): readonly string[] {
  return issued.map(({ credentials }) => credentials.accessKeyId).sort()
}

/** Access keys of the sessions that a policy denies everything, sorted. */
export function deniedKeys({ sandbox }: RevocationStage): readonly string[] {
  return liveCredentials(sandbox.world, sandbox.clock.now())
    .filter(({ denied }) => denied)
    .map(({ accessKeyId }) => accessKeyId)
    .sort()
}

/** Two sweeps with more than a minute between: what waits for removal is gone then. */
export async function settle(stage: RevocationStage): Promise<void> {
  for (const seconds of [90, 90]) {
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), seconds))
    const { denials } = await sweep(stage.ports())
    assert.deepEqual(
      denials.map(({ error }) => error),
      denials.map(() => undefined),
    )
  }
}

/** Managed policies on the role, and all that were made. */
export async function managedNames(stage: RevocationStage) {
  const iam = await stage.root.iam()
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName: 'deploy' })
  const { Policies = [] } = await iam.listPolicies({ Scope: 'Local' })
  return {
    attached: AttachedPolicies.map(({ PolicyName }) => PolicyName),
    made: Policies.map(({ PolicyName }) => PolicyName),
  }
}
