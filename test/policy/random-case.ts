import fc from 'fast-check'
import type { AccessRequest } from '../../core/policy/decision.ts'
import type { RequestPrincipal } from '../../core/policy/principals.ts'
import { maybe, randomConditions, randomContext, some } from './random-conditions.ts'

/** Policies as they would be written, so that both evaluators read them on their own. */
export interface WrittenPolicy {
  readonly Version: '2012-10-17' | '2008-10-17'
  readonly Statement: readonly object[]
}

/** One call with all policies that have a say about it. */
export interface RandomCase {
  readonly request: AccessRequest
  readonly identity: readonly WrittenPolicy[]
  readonly boundary: WrittenPolicy | undefined
  readonly session: WrittenPolicy | undefined
  readonly resource: WrittenPolicy | undefined
  readonly resourceAccountId: string
}

const HOME = '111122223333'
const OTHER = '444455556666'

/** By a word that entries about the service have in them. */
const CALLS = {
  's3:': [
    ['s3:GetObject', 'arn:aws:s3:::app/a.txt'],
    ['s3:GetObject', 'arn:aws:s3:::app/team/ann/x'],
    ['s3:PutObject', 'arn:aws:s3:::logs/a:b'],
    ['s3:ListBucket', 'arn:aws:s3:::app'],
    ['s3:ListAllMyBuckets', '*'],
  ],
  iam: [['iam:GetUser', `arn:aws:iam::${HOME}:user/ann`]],
  dynamodb: [['dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${HOME}:table/app`]],
  secretsmanager: [
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:db-AbCdEf`],
  ],
  role: [
    ['sts:AssumeRole', `arn:aws:iam::${HOME}:role/deploy`],
    ['sts:AssumeRole', `arn:aws:iam::${HOME}:role/leases/deploy`],
  ],
} as const

const ACTIONS = [
  '*',
  's3:*',
  's3:Get*',
  'S3:getobject',
  's3:?etObject',
  's3:*Object',
  's3:List*',
  'iam:*',
  'iam:GetUser',
  'dynamodb:*Item',
  'secretsmanager:Get*Value',
  'sts:AssumeRole',
  'sts:*',
]

const RESOURCES = [
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::app',
  'arn:aws:s3:::app/*',
  'arn:aws:s3:::app/a.???',
  'arn:aws:s3:::*/ann/*',
  'arn:aws:s3:::logs/*:*',
  'arn:aws:s3:::App/*',
  'arn:aws-cn:s3:::app/*',
  `arn:aws:iam::${HOME}:user/*`,
  `arn:aws:iam::*:user/a*n`,
  `arn:aws:iam::${HOME}:role/leases/*`,
  `arn:aws:iam::${HOME}:role/*`,
  `arn:aws:iam::${OTHER}:role/*`,
  `arn:aws:dynamodb:*:${HOME}:table/*`,
  `arn:aws:dynamodb:eu-west-?:${HOME}:table/app`,
  `arn:aws:dynamodb:us-*:*:table/app`,
  `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:db-??????`,
]

/** Not in `NotResource`: see the list of differences. */
const RESOURCES_WITH_VARIABLES = [
  'arn:aws:s3:::app/team/${aws:username}/*',
  'arn:aws:s3:::app/${aws:PrincipalTag/team}*',
  "arn:aws:s3:::app/${aws:PrincipalTag/team, 'team'}/*",
  'arn:aws:s3:::${aws:PrincipalTag/missing}/*',
  'arn:aws:iam::*:user/${AWS:UserName}',
]

/**
 * Identity policies may have them, resource policies not. Not in `NotResource`: see the list of
 * differences.
 */
const INCOMPLETE_RESOURCES = [
  'arn:aws:s3',
  'arn:aws:dynamodb:eu-west-1',
  'arn:aws:secretsmanager:*',
]

const oneOrMany = (values: readonly string[]) =>
  fc.oneof(fc.constantFrom(...values), some(values, 3))

/**
 * Mostly entries that have to do with the service, so that most of the work is not about misses.
 */
const about = (service: string, entries: readonly string[]) => {
  const near = entries.filter((entry) => entry === '*' || entry.toLowerCase().includes(service))
  return fc.oneof(
    { weight: 5, arbitrary: oneOrMany(near) },
    { weight: 1, arbitrary: oneOrMany(entries) },
  )
}

const statementAbout = (service: string, resources: readonly string[]) =>
  fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
      actions: fc.oneof(
        { weight: 5, arbitrary: about(service, ACTIONS).map((Action) => ({ Action })) },
        oneOrMany(ACTIONS.slice(1)).map((NotAction) => ({ NotAction })),
      ),
      resources: fc.oneof(
        { weight: 2, arbitrary: fc.constant({ Resource: '*' }) },
        {
          weight: 4,
          arbitrary: about(service, [...resources, ...RESOURCES_WITH_VARIABLES]).map(
            (Resource) => ({ Resource }),
          ),
        },
        oneOrMany(RESOURCES.slice(1)).map((NotResource) => ({ NotResource })),
      ),
      conditions: fc.oneof(fc.constant({}), randomConditions),
    })
    .map((made) => ({
      Effect: made.Effect,
      ...made.actions,
      ...made.resources,
      ...made.conditions,
    }))

const policy = (of: fc.Arbitrary<object>): fc.Arbitrary<WrittenPolicy> =>
  fc
    .array(of, { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: '2012-10-17' as const, Statement }))

const PRINCIPALS: readonly RequestPrincipal[] = [
  { kind: 'user', accountId: HOME, arns: [`arn:aws:iam::${HOME}:user/ann`] },
  {
    kind: 'role-session',
    accountId: HOME,
    arns: [`arn:aws:sts::${HOME}:assumed-role/deploy/L-one`, `arn:aws:iam::${HOME}:role/deploy`],
  },
  {
    kind: 'federated-user',
    accountId: HOME,
    arns: [`arn:aws:sts::${HOME}:federated-user/ann`, `arn:aws:iam::${HOME}:user/ann`],
  },
]

/** Names of everybody in {@link PRINCIPALS} but a session's own: see the list of differences. */
const NAMES_BEHIND = [
  { AWS: `arn:aws:iam::${HOME}:user/ann` },
  { AWS: `arn:aws:iam::${HOME}:role/deploy` },
  { AWS: `arn:aws:iam::${HOME}:root` },
  { AWS: HOME },
  { AWS: [OTHER, `arn:aws:iam::${HOME}:role/other`] },
  { Service: 'ec2.amazonaws.com' },
  { AWS: OTHER, Federated: 'accounts.google.com' },
]
const NAMES = [
  ...NAMES_BEHIND,
  '*',
  { AWS: '*' },
  { AWS: `arn:aws:sts::${HOME}:assumed-role/deploy/L-one` },
  { AWS: [`arn:aws:sts::${HOME}:assumed-role/deploy/L-two`, HOME] },
  { AWS: `arn:aws:sts::${HOME}:federated-user/ann` },
]

const resourceStatementAbout = (service: string, hasSession: boolean) =>
  fc
    .tuple(
      statementAbout(service, RESOURCES),
      fc.constantFrom(...NAMES),
      fc.constantFrom(...NAMES_BEHIND),
      fc.nat(9),
    )
    .map(([written, anyName, nameBehind, dice]) => {
      if (written.Effect === 'Allow') {
        return { ...written, Principal: hasSession ? nameBehind : anyName }
      }
      return dice < 3 ? { ...written, NotPrincipal: anyName } : { ...written, Principal: anyName }
    })

const EVERYTHING: WrittenPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
}

const caseAbout = (service: string, calls: readonly (readonly [string, string])[]) => {
  const own = policy(statementAbout(service, [...RESOURCES, ...INCOMPLETE_RESOURCES]))
  return fc
    .record({
      call: fc.constantFrom(...calls),
      principal: fc.constantFrom(...PRINCIPALS),
      context: randomContext,
      identity: fc.array(own, { minLength: 1, maxLength: 2 }),
      boundary: maybe(own),
      session: maybe(own),
      resourceBesideSession: maybe(policy(resourceStatementAbout(service, true))),
      resourceAlone: maybe(policy(resourceStatementAbout(service, false))),
      isForeign: fc.constantFrom(false, false, true),
    })
    .map(({ call, principal, isForeign, ...made }): RandomCase => {
      // Without a session policy, a federated user may do nothing: see the list of differences.
      const fallback = principal.kind === 'federated-user' ? EVERYTHING : undefined
      const session = principal.kind === 'user' ? undefined : (made.session ?? fallback)
      return {
        request: { action: call[0], resource: call[1], context: made.context, principal },
        identity: made.identity,
        boundary: made.boundary,
        session,
        resource: session === undefined ? made.resourceAlone : made.resourceBesideSession,
        resourceAccountId: isForeign ? OTHER : HOME,
      }
    })
}

/** Random calls over all layers, in one account and across two. */
export const randomCase: fc.Arbitrary<RandomCase> = fc.oneof(
  ...Object.entries(CALLS).map(([service, calls]) => caseAbout(service, calls)),
)
