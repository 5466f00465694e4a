import { parseArn } from '../arn.ts'
import { DaypassError } from '../errors.ts'
import type { AssumedRoleRole, Role } from '../role/role.ts'
import { knownClaims, refuseUnknownClaims } from './claim-keys.ts'
import { refuseLong } from './iam-fit.ts'
import { SESSION_NAME_SHAPE } from './session-shape.ts'
import {
  type Account,
  type AskedTokens,
  literal,
  tokenStatement,
  type TrustedIssuer,
} from './token-statement.ts'

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
  refuseUnknownClaims(role.claims, trusted)
  const asked = { subjects, claims: role.claims, sessionName: SESSION_NAME_SHAPE }
  return tokenDocument(tokenStatement(asked, accountOf(roleArn), trusted))
}

/**
 * The trust policy of a broker's own role: the jobs that may run daypass at all, which are those of the subjects and
 * claims of all roles. Claims for which AWS has no condition key are left to the broker. Which of the roles a job may
 * take is not AWS's decision here, see `admit-token.ts`.
 *
 * @throws `request-invalid` when there are no subjects, or one fits too many.
 */
export function brokerTrustPolicy(
  roles: readonly Role[],
  account: Account,
  trusted: TrustedIssuer = {},
): Json {
  const groups = groupedByClaims(roles, trusted)
  if (groups.length === 0)
    throw new DaypassError('request-invalid', 'no role names subjects', {
      hint: 'say in subjects who may take a role, like repo:OWNER/REPO:ref:refs/heads/main',
    })
  return tokenDocument(...groups.map((asked) => tokenStatement(asked, account, trusted)))
}

/** Subjects of roles whose claims AWS compares alike; those that some role asks without claims are not repeated. */
function groupedByClaims(roles: readonly Role[], trusted: TrustedIssuer): readonly AskedTokens[] {
  const groups = new Map<string, { claims: Role['claims']; subjects: Set<string> }>()
  for (const { subjects = [], claims } of roles) {
    const compared = knownClaims(claims, trusted)
    const key = JSON.stringify(Object.entries(compared).sort())
    const group = groups.get(key) ?? { claims: compared, subjects: new Set() }
    for (const one of subjects) group.subjects.add(one)
    groups.set(key, group)
  }
  const open = groups.get('[]')?.subjects
  return [...groups.values()].flatMap(({ claims, subjects }) => {
    const own = [...subjects].filter((one) => subjects === open || open?.has(one) !== true)
    return own.length === 0 ? [] : [{ claims, subjects: own.sort() }]
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

function actionsOf(role: AssumedRoleRole): readonly string[] {
  return [
    'sts:AssumeRole',
    ...(Object.keys(role.session_tags).length > 0 ? ['sts:TagSession'] : []),
    ...(role.source_identity === undefined ? [] : ['sts:SetSourceIdentity']),
  ]
}

/**
 * A trust policy of these statements.
 *
 * @throws `request-invalid` when no account of AWS's takes one so long.
 */
export function tokenDocument(...statements: readonly Json[]): Json {
  const policy = document(...statements)
  refuseLong(policy)
  return policy
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
