import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import { STS } from '@aws-sdk/client-sts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts'
import { defined } from '../../core/language/defined.ts'

/** Credentials as a client takes them. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** AWS's own clients, speaking to the sandbox. */
export interface Clients {
  readonly iam: IAM
  readonly sts: STS
  readonly s3: S3
}

/** A sandbox, and the clients of its administrator. */
export interface Stage extends Clients {
  readonly sandbox: Sandbox
  readonly as: (keys: Keys) => Clients
}

/** The bucket that every sandbox starts with. */
export const BUCKET = 'daypass-state'

/** Starts a sandbox that ends with the test. */
export async function startStage(t: TestContext, options: SandboxOptions = {}): Promise<Stage> {
  const sandbox = await startSandbox(options)
  t.after(() => sandbox.stop())
  const as = (keys: Keys): Clients => clientsOf(sandbox.url, keys)
  return { sandbox, as, ...as(sandbox.root) }
}

/** Clients that try once, so that a test sees every answer. */
export function clientsOf(endpoint: string, credentials: Keys): Clients {
  const config = { endpoint, credentials, region: 'us-east-1', maxAttempts: 1 }
  return {
    iam: new IAM(config),
    sts: new STS(config),
    s3: new S3({ ...config, forcePathStyle: true }),
  }
}

/** A policy of one statement. */
export function policy(
  effect: 'Allow' | 'Deny',
  action: string | readonly string[],
  resource: string | readonly string[] = '*',
  condition?: object,
): string {
  const statement = { Effect: effect, Action: action, Resource: resource }
  return document({ ...statement, ...defined({ Condition: condition }) })
}

/** A policy of any statements. */
export function document(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

/** A trust policy for AWS principals. */
export function trust(principal: string | readonly string[], condition?: object): string {
  return document({
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    ...defined({ Condition: condition }),
  })
}

/** Makes a user with an inline policy and a key. */
export async function addUser(
  { iam }: Clients,
  UserName: string,
  allowed?: string,
): Promise<Keys & { readonly arn: string; readonly id: string }> {
  const { User } = await iam.createUser({ UserName })
  if (allowed !== undefined) {
    await iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument: allowed })
  }
  const keys = await addKey({ iam }, UserName)
  return { ...keys, arn: User?.Arn ?? '', id: User?.UserId ?? '' }
}

/** Makes one more key. */
export async function addKey({ iam }: Pick<Clients, 'iam'>, UserName: string): Promise<Keys> {
  const { AccessKey } = await iam.createAccessKey({ UserName })
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
}

/** Makes a role with an inline policy that trusts its account. */
export async function addRole(
  { iam }: Clients,
  RoleName: string,
  allowed: string,
  trusted = trust('123456789012'),
): Promise<{ readonly arn: string; readonly id: string }> {
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument: trusted })
  await iam.putRolePolicy({ RoleName, PolicyName: 'own', PolicyDocument: allowed })
  return { arn: Role?.Arn ?? '', id: Role?.RoleId ?? '' }
}

/** The credentials of an answer of STS. */
export function keysOf(answer: {
  readonly Credentials?:
    | {
        readonly AccessKeyId: string | undefined
        readonly SecretAccessKey: string | undefined
        readonly SessionToken: string | undefined
      }
    | undefined
}): Required<Keys> {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {}
  assert(AccessKeyId !== undefined && SecretAccessKey !== undefined && SessionToken !== undefined)
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  }
}

/** An error as the SDK shows it. */
export interface Failure {
  readonly name: string
  readonly message: string
  readonly status: number | undefined
}

/** What a call fails with; a call that succeeds fails the test. */
export async function failure(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert(error instanceof Error, 'the call succeeded')
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
  return { name: error.name, message: error.message, status: $metadata?.httpStatusCode }
}

/** Code and status of {@link failure}, e.g. `NoSuchEntityException 404`. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  const { name, status } = await failure(call)
  return `${name} ${status ?? 'no answer'}`
}
