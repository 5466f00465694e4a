import { DaypassError } from '../errors.ts'
import type { Role } from '../role/role.ts'
import { beyondIam, refuseBeyondIam, refuseIssuer } from './iam-fit.ts'
import { faultOfSubject } from './subject-fault.ts'
import {
  bareIssuer,
  GITHUB_ISSUER,
  inBothForms,
  readSubject,
  type RepositoryIds,
} from './subject.ts'

/** The audience that AWS's own Action asks for, and so does that of daypass. */
const STS_AUDIENCE = 'sts.amazonaws.com'

/** Whose tokens are believed, and which. */
export interface TrustedIssuer {
  /** Without `https://`; GitHub's when absent. */
  readonly issuer?: string | undefined
  /** {@link STS_AUDIENCE} when absent. */
  readonly audience?: string | undefined
  /** Adds the newer form of classic subjects, by `OWNER/REPO`. */
  readonly idsOf?: ReadonlyMap<string, RepositoryIds> | undefined
  /** Owners all of whose subjects become one, `repo:OWNER/*`: of a broker's policy, by somebody's choice. */
  readonly wholeOwners?: readonly string[] | undefined
}

/** Where an OIDC provider is. */
export interface Account {
  readonly partition: string
  readonly account: string
}

/** Which tokens may take a role. */
export interface AskedTokens {
  readonly subjects: readonly string[]
  /** All of which AWS has condition keys for. */
  readonly claims?: Role['claims']
  /** A pattern of the session's name. */
  readonly sessionName?: string
}

type Json = Readonly<Record<string, unknown>>

/**
 * The statement of a trust policy that lets tokens in: those of the subjects, with the audience and the claims.
 *
 * @throws `request-invalid` when a subject fits too many, or IAM takes no policy with it; its problems name which.
 */
export function tokenStatement(
  { subjects: written, claims = {}, sessionName }: AskedTokens,
  { partition, account }: Account,
  trusted: TrustedIssuer,
): Json {
  const { issuer = GITHUB_ISSUER, audience = STS_AUDIENCE } = trusted
  refuseIssuer(issuer)
  refuseBroad(written, issuer, claims)
  refuseBeyondIam(claims)
  const subjects = subjectsOf(written, trusted)
  const audiences = { [`${issuer}:aud`]: literal(audience) }
  // Two operators on one key would both have to hold: one pattern makes all of them patterns.
  const isPattern = subjects.some((subject) => /[*?]/.test(subject))
  const values = { [`${issuer}:sub`]: subjects.map(literal) }
  const alike = {
    ...(isPattern && values),
    ...(sessionName !== undefined && { 'sts:RoleSessionName': sessionName }),
    ...Object.fromEntries(
      Object.entries(claims).map(([name, texts]) => [`${issuer}:${name}`, texts.map(literal)]),
    ),
  }
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: isPattern ? audiences : { ...audiences, ...values },
      ...(Object.keys(alike).length > 0 && { StringLike: alike }),
    },
  }
}

/** Those that tokens of the issuer have, in the forms that are asked for. */
function subjectsOf(
  written: readonly string[],
  { issuer = GITHUB_ISSUER, idsOf = new Map(), wholeOwners = [] }: TrustedIssuer,
): readonly string[] {
  const subjects = inBothForms(written, idsOf)
    .map(readSubject)
    .filter((one) => one.issuer === undefined || one.issuer === bareIssuer(issuer))
    .map(({ sub, owner, ownerId }) => {
      if (owner === undefined || !wholeOwners.includes(owner)) return sub
      return ownerId === undefined ? `repo:${owner}/*` : `repo:${owner}@${ownerId}/*`
    })
  if (subjects.length > 0) return [...new Set(subjects)]
  throw new DaypassError('request-invalid', `no subject is of tokens of ${issuer}`)
}

function refuseBroad(
  subjects: readonly string[],
  issuer: string,
  claims: NonNullable<Role['claims']>,
): void {
  const problems = subjects.flatMap((subject) => {
    const fault = faultOfSubject(subject, issuer, claims) ?? beyondIam(subject)
    const message = `subject ${JSON.stringify(subject)} ${fault ?? ''}`
    return fault === undefined ? [] : [{ path: ['subjects', subject], message }]
  })
  const [first] = problems
  if (first !== undefined) throw new DaypassError('request-invalid', first.message, { problems })
}

/** A text of a condition that is not a policy variable, whatever it holds. */
export function literal(text: string): string {
  return text.replaceAll('${', '${$}{')
}
