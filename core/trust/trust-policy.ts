import { parseArn } from '../arn.ts'
import { DaypassError } from '../errors.ts'
import type { AssumedRoleRole, Role } from '../role/role.ts'
import { SESSION_NAME_SHAPE } from './session-shape.ts'
import { faultOfSubject } from './subject-fault.ts'
import {
  bareIssuer,
  GITHUB_ISSUER,
  inBothForms,
  makerOf,
  readSubject,
  type RepositoryIds,
} from './subject.ts'

/** The audience that AWS's own Action asks for, and so does that of daypass. */
const STS_AUDIENCE = 'sts.amazonaws.com'

/** Characters of a trust policy without white space: AWS's quota, which it raises to 4096 on request. */
export const TRUST_CHARACTERS = 2048

/** Whose tokens are believed, and which. */
export interface TrustedIssuer {
  /** Without `https://`; GitHub's when absent. */
  readonly issuer?: string | undefined
  /** {@link STS_AUDIENCE} when absent. */
  readonly audience?: string | undefined
  /** Adds the newer form of classic subjects, by `OWNER/REPO`. */
  readonly idsOf?: ReadonlyMap<string, RepositoryIds> | undefined
}

interface Account {
  readonly partition: string
  readonly account: string
}

type Json = Readonly<Record<string, unknown>>

/**
 * The trust policy of an IAM role that jobs take directly with their OIDC token: those of the role's `subjects`, with
 * the audience, under a session name of daypass's shape.
 *
 * @throws `request-invalid` when the role is of another type or has no `subjects`, or one that fits too many.
 */
export function tokenTrustPolicy(role: Role, roleArn: string, trusted: TrustedIssuer = {}): Json {
  const { credential_type: type } = role
  if (type !== 'assumed_role') throw noTrust(role)
  const subjects = role.subjects ?? []
  if (subjects.length === 0) {
    throw new DaypassError('request-invalid', `role ${role.name} names no subjects`, {
      hint: 'say in subjects who may take it, like repo:OWNER/REPO:ref:refs/heads/main',
    })
  }
  const statement = tokenStatement(subjects, accountOf(roleArn), trusted)
  const claims = claimConditions(role.claims, trusted.issuer ?? GITHUB_ISSUER)
  const shape = { 'sts:RoleSessionName': SESSION_NAME_SHAPE, ...claims }
  const { Condition } = statement
  const StringLike = { ...Condition.StringLike, ...shape }
  return document({ ...statement, Condition: { ...Condition, StringLike } })
}

/**
 * The trust policy of a broker's own role: the jobs that may run daypass at all, which are those of the subjects of
 * all roles. Which of the roles a job may take is not AWS's decision here, see `admit-token.ts`.
 *
 * @throws `request-invalid` when there are no subjects, or one fits too many.
 */
export function brokerTrustPolicy(
  roles: readonly Role[],
  account: Account,
  trusted: TrustedIssuer = {},
): Json {
  const subjects = [...new Set(roles.flatMap((role) => role.subjects ?? []))].sort()
  if (subjects.length > 0) return document(tokenStatement(subjects, account, trusted))
  throw new DaypassError('request-invalid', 'no role names subjects', {
    hint: 'say in subjects who may take a role, like repo:OWNER/REPO:ref:refs/heads/main',
  })
}

/**
 * The trust policy of an IAM role that a broker takes for others: for this principal alone, under a session name
 * of daypass's shape, with the external id where the role has one.
 *
 * @throws `request-invalid` when the role is of another type.
 */
export function brokeredTrustPolicy(role: Role, brokerArn: string): Json {
  if (role.credential_type !== 'assumed_role') throw noTrust(role)
  const named =
    role.external_id === undefined ? {} : { 'sts:ExternalId': literal(role.external_id) }
  const [first, ...others] = actionsOf(role)
  const Principal = { AWS: brokerArn }
  const shaped = { StringLike: { 'sts:RoleSessionName': SESSION_NAME_SHAPE } }
  const Condition = { ...(Object.keys(named).length > 0 && { StringEquals: named }), ...shaped }
  // The right to tag and to name a source comes with the same request, but IAM decides on it apart and without the id.
  const beside = others.length > 0 ? [{ Effect: 'Allow', Principal, Action: others }] : []
  return document({ Effect: 'Allow', Principal, Action: first, Condition }, ...beside)
}

/** The account of an IAM role. */
function accountOf(roleArn: string): Account {
  const arn = parseArn(roleArn)
  if (arn?.service === 'iam' && /^\d{12}$/.test(arn.account)) return arn
  throw new DaypassError('request-invalid', `${roleArn} is not the ARN of an IAM role`, {
    hint: 'like arn:aws:iam::123456789012:role/NAME',
  })
}

function tokenStatement(
  written: readonly string[],
  { partition, account }: Account,
  { issuer = GITHUB_ISSUER, audience = STS_AUDIENCE, idsOf = new Map() }: TrustedIssuer,
) {
  refuseBroad(written, issuer)
  const subjects = inBothForms(written, idsOf)
    .map(readSubject)
    .filter((one) => one.issuer === undefined || one.issuer === bareIssuer(issuer))
    .map(({ sub }) => sub)
  if (subjects.length === 0)
    throw new DaypassError('request-invalid', `no subject is of tokens of ${issuer}`)
  const key = `${issuer}:sub`
  const audiences = { [`${issuer}:aud`]: literal(audience) }
  // Two operators on one key would both have to hold: one pattern makes all of them patterns.
  const isPattern = subjects.some((subject) => /[*?]/.test(subject))
  const values = { [key]: subjects.map(literal) }
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: isPattern ? audiences : { ...audiences, ...values },
      ...(isPattern && { StringLike: values }),
    },
  } as const
}

/**
 * Claims of GitHub's tokens for which STS has condition keys.
 *
 * Source: https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
 */
const CLAIM_KEYS = new Set(
  'actor actor_id job_workflow_ref repository repository_id workflow ref environment enterprise_id'.split(
    ' ',
  ),
)

function claimConditions(claims: Role['claims'] = {}, issuer: string): Json {
  const names = Object.keys(claims)
  const unknown = names.find((name) => makerOf(issuer) !== 'github' || !CLAIM_KEYS.has(name))
  if (unknown !== undefined) {
    throw new DaypassError(
      'request-invalid',
      `AWS has no condition key for the claim ${unknown} of ${issuer}, so that no trust policy can hold it`,
      {
        hint: `leave it to a broker, which compares it; of GitHub's, AWS knows ${[...CLAIM_KEYS].join(', ')}`,
      },
    )
  }
  return Object.fromEntries(
    Object.entries(claims).map(([name, values]) => [`${issuer}:${name}`, values.map(literal)]),
  )
}

function refuseBroad(subjects: readonly string[], issuer: string): void {
  const problems = subjects.flatMap((subject) => {
    const fault = faultOfSubject(subject, issuer) ?? beyondIam(subject)
    const message = `subject ${JSON.stringify(subject)} ${fault ?? ''}`
    return fault === undefined ? [] : [{ path: ['subjects', subject], message }]
  })
  const [first] = problems
  if (first !== undefined) throw new DaypassError('request-invalid', first.message, { problems })
}

function actionsOf(role: AssumedRoleRole): readonly string[] {
  return [
    'sts:AssumeRole',
    ...(Object.keys(role.session_tags).length > 0 ? ['sts:TagSession'] : []),
    ...(role.source_identity === undefined ? [] : ['sts:SetSourceIdentity']),
  ]
}

/** IAM takes no character beyond U+00FF in a policy. */
function beyondIam(subject: string): string | undefined {
  const [beyond] = /[^\0-\u00ff]/u.exec(subject) ?? []
  return beyond === undefined
    ? undefined
    : `has ${beyond}, which IAM takes in no policy: write ? for it, which fits any one character`
}

/** Not a policy variable, whatever it holds. */
function literal(text: string): string {
  return text.replaceAll('${', '${$}{')
}

function document(...Statement: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement }
}

function noTrust({ name, credential_type: type }: Role): DaypassError {
  return new DaypassError(
    'request-invalid',
    `role ${name} is of type ${type}, which has no trust policy`,
    {
      reason: { is: 'role-without-trust' },
      hint: "AWS knows its broker alone: the trust policy is that of the broker's own role",
    },
  )
}
