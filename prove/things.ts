import { ask } from '../aws/clients/ask.ts'
import { awsCodeOf } from '../aws/errors/aws-error.ts'
import { confirmKey } from '../aws/users/confirm-key.ts'
import { onceSettled } from '../aws/clients/settling.ts'
import { secondsAfter } from '../core/clock.ts'
import type { Credentials } from '../core/credentials.ts'
import { DaypassError } from '../core/errors.ts'
import type { DenyTarget } from '../core/revocation/deny-entry.ts'
import { Secret } from '../core/secret.ts'
import { BENCH_PATH, type Bench } from './bench.ts'
import { putInlinePolicy } from './policies.ts'

/** A throw-away role or user. */
export interface Thing extends DenyTarget {
  readonly name: string
}

/** A throw-away user with its own key. */
export interface ThingWithKey extends Thing {
  readonly key: Credentials
}

/** What a trust policy allows, and under which conditions. */
interface TrustStatement {
  readonly Principal: { readonly AWS: string }
  readonly Condition?: object
}

/**
 * Makes a role that the caller may assume, and every other role and user of this run. It may list buckets,
 * read itself and assume roles of this run: no more. It is noted before it is made, and nothing
 * cuts its making off, so whatever happens it is found again.
 *
 * @param condition - what the caller's request must fulfil, instead of trusting others of this run.
 */
export async function makeRole(bench: Bench, label: string, condition?: object): Promise<Thing> {
  const role = thing(bench, 'role', label)
  bench.made.set(role.arn, role)
  const iam = await bench.own.iam()
  const ofCaller = { AWS: bench.caller.arn }
  const trust: readonly TrustStatement[] =
    condition === undefined
      ? [{ Principal: ofCaller }, trustInRun(bench)]
      : [{ Principal: ofCaller, Condition: condition }]
  const document = {
    Version: '2012-10-17',
    Statement: trust.map((statement) => ({
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
      ...statement,
    })),
  }
  await ask(`iam:CreateRole on role/${role.name}`, {}, (http) =>
    iam.createRole(
      {
        RoleName: role.name,
        Path: BENCH_PATH,
        Description: 'made by daypass prove, may be deleted',
        AssumeRolePolicyDocument: JSON.stringify(document),
      },
      http,
    ),
  )
  await settled(bench, role, () => putInlinePolicy(bench, role, 'may', rightsOf(bench, role)))
  return role
}

/**
 * Makes a user with a key that AWS accepts. It may list buckets, issue federation tokens and assume roles of
 * this run. Noted and made as {@link makeRole} does.
 */
export async function makeUser(bench: Bench, label: string): Promise<ThingWithKey> {
  const user = thing(bench, 'user', label)
  bench.made.set(user.arn, user)
  const iam = await bench.own.iam()
  await ask(`iam:CreateUser on user/${user.name}`, {}, (http) =>
    iam.createUser({ UserName: user.name, Path: BENCH_PATH }, http),
  )
  await settled(bench, user, () => putInlinePolicy(bench, user, 'may', rightsOf(bench, user)))
  const { AccessKey } = await settled(bench, user, () =>
    ask(`iam:CreateAccessKey on user/${user.name}`, {}, (http) =>
      iam.createAccessKey({ UserName: user.name }, http),
    ),
  )
  if (AccessKey?.AccessKeyId === undefined || AccessKey.SecretAccessKey === undefined) {
    throw new DaypassError('outcome-unknown', 'iam:CreateAccessKey was answered without a key')
  }
  const key: Credentials = {
    accessKeyId: AccessKey.AccessKeyId,
    secretAccessKey: new Secret(AccessKey.SecretAccessKey),
    sessionToken: undefined,
    arn: user.arn,
    expiresAt: secondsAfter(bench.clock.now(), 86_400),
  }
  await confirmKey(bench.own, bench.clock, key, { signal: bench.signal })
  return { ...user, key }
}

function thing(bench: Bench, kind: DenyTarget['kind'], label: string): Thing {
  const name = `${bench.run}-${label}`
  return { kind, name, arn: `${iamArn(bench)}:${kind}${BENCH_PATH}${name}` }
}

function iamArn({ partition, caller }: Bench): string {
  return `arn:${partition}:iam::${caller.accountId}`
}

/** Roles and users that are made later cannot be named as principals: the account is, with a condition. */
function trustInRun(bench: Bench): TrustStatement {
  const ours = ['role', 'user'].map((kind) => `${iamArn(bench)}:${kind}${BENCH_PATH}${bench.run}-*`)
  return {
    Principal: { AWS: `${iamArn(bench)}:root` },
    Condition: { ArnLike: { 'aws:PrincipalArn': ours } },
  }
}

function rightsOf(bench: Bench, { kind, arn }: Thing): readonly object[] {
  const own =
    kind === 'role'
      ? { Action: 'iam:GetRole', Resource: arn }
      : { Action: 'sts:GetFederationToken', Resource: '*' }
  return [
    { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
    { Effect: 'Allow', ...own },
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
      Resource: `${iamArn(bench)}:role${BENCH_PATH}${bench.run}-*`,
    },
  ]
}

/** IAM may not see yet what it has just made. */
async function settled<T>(bench: Bench, { name }: Thing, change: () => Promise<T>): Promise<T> {
  return await onceSettled(
    bench.clock,
    {},
    change,
    (error) =>
      awsCodeOf(error) === 'NoSuchEntity' &&
      error instanceof DaypassError &&
      error.message.includes(name),
  )
}
