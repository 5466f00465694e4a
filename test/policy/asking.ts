import { readPolicyDocument } from '../../core/policy/document.ts'
import type { AccessRequest, Decision, NamedPolicy } from '../../core/policy/decision.ts'
import type { RequestPrincipal } from '../../core/policy/principals.ts'
import { evaluate } from '../../core/policy/evaluate.ts'

export const HOME = '111122223333'
export const OTHER = '444455556666'
export const USER = `arn:aws:iam::${HOME}:user/ci/ann`
export const ROLE = `arn:aws:iam::${HOME}:role/deploy`
export const SESSION = `arn:aws:sts::${HOME}:assumed-role/deploy/L-one`
export const FEDERATED = `arn:aws:sts::${HOME}:federated-user/L-one`
export const ROOT = `arn:aws:iam::${HOME}:root`
export const GITHUB = `arn:aws:iam::${HOME}:oidc-provider/token.actions.githubusercontent.com`

/** Those who ask, by a short name. */
export const WHO = {
  user: { kind: 'user', accountId: HOME, arns: [USER] },
  session: { kind: 'role-session', accountId: HOME, arns: [SESSION, ROLE] },
  federated: { kind: 'federated-user', accountId: HOME, arns: [FEDERATED, USER] },
  root: { kind: 'root', accountId: HOME, arns: [ROOT] },
  github: { kind: 'web-identity', accountId: '', arns: [], federated: GITHUB },
  lambda: { kind: 'service', accountId: '', arns: [], service: 'lambda.amazonaws.com' },
  nobody: { kind: 'anonymous', accountId: '', arns: [] },
} as const satisfies Record<string, RequestPrincipal>

/** A short name of {@link WHO}. */
export type Who = keyof typeof WHO

/** What a policy says about the call: `+` allows, `-` allows and denies, `.` is silent. */
export type Says = '+' | '-' | '.'

type Principals = string | Readonly<Record<string, string | readonly string[]>>

/**
 * Policies in short: what each says, and whom the resource policy names. A text is an AWS
 * principal.
 */
export interface Said {
  readonly own?: Says
  readonly boundary?: Says
  readonly session?: Says
  /** The resource policy allows these. */
  readonly names?: Principals
  /** The resource policy denies these. */
  readonly denies?: Principals
  /** The resource policy denies everybody else. */
  readonly spares?: Principals
  /** The resource is in another account. */
  readonly foreign?: true
}

/** A decision in short: `allowed`, `denied`, or the kind of policy that is missing an allow. */
export type Outcome = 'allowed' | 'denied' | 'identity' | 'boundary' | 'session' | 'resource'

/** A statement that allows everything, and one that denies it. */
export const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' }
export const DENY = { Effect: 'Deny', Action: '*', Resource: '*' }

const SAYING: Readonly<Record<Says, object>> = {
  '+': ALLOW,
  '-': [ALLOW, DENY],
  '.': { ...ALLOW, Action: 'ec2:*' },
}

/** A policy of the version of 2012 with these statements. */
export function policyOf(
  Statement: object,
  kind: 'identity' | 'resource' = 'identity',
): NamedPolicy {
  const document = readPolicyDocument({ Version: '2012-10-17', Statement }, kind)
  return { name: kind, document }
}

/** Asks for an object in S3, or for what the request says instead. */
export function ask(who: Who, said: Said, request: Partial<AccessRequest> = {}): Decision {
  const asked = { action: 's3:GetObject', resource: 'arn:aws:s3:::app/x', context: {} }
  const resource = resourceStatements(said)
  return evaluate(
    { ...asked, principal: WHO[who], ...request },
    {
      identity: said.own === undefined ? [] : [policyOf(SAYING[said.own])],
      ...(said.boundary && { boundary: policyOf(SAYING[said.boundary]) }),
      ...(said.session && { session: [policyOf(SAYING[said.session])] }),
      ...(resource.length > 0 && { resource: policyOf(resource, 'resource') }),
      ...(said.foreign && { resourceAccountId: OTHER }),
    },
  )
}

/** A decision in short. */
export function outcomeOf({ decision, missing }: Decision): Outcome {
  return decision === 'explicit-deny' ? 'denied' : (missing ?? 'allowed')
}

function resourceStatements({ names, denies, spares }: Said): object[] {
  const map = (named: Principals) => (typeof named === 'string' ? { AWS: named } : named)
  return [
    ...(names === undefined ? [] : [{ ...ALLOW, Principal: map(names) }]),
    ...(denies === undefined ? [] : [{ ...DENY, Principal: map(denies) }]),
    ...(spares === undefined ? [] : [{ ...DENY, NotPrincipal: map(spares) }]),
  ]
}
