import type { Call } from './call.ts'
import type { Caller } from './caller.ts'

/** Condition keys and their values, as `evaluate` takes them. */
export type Context = Record<string, string | string[]>

const PRINCIPAL_TYPES = {
  user: 'User',
  'user-session': 'User',
  'role-session': 'AssumedRole',
  'federated-user': 'FederatedUser',
  root: 'Account',
  anonymous: 'Anonymous',
} as const

/**
 * The condition keys that every request carries
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 * `aws:SecureTransport` is what the world says: the loopback stands for AWS's own endpoints, or for plain HTTP.
 */
export function requestContext(call: Call): Context {
  const { request, now } = call
  const agent = request.headers['user-agent']
  const referer = request.headers['referer']
  return {
    ...callerContext(call.caller, now),
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:SecureTransport': String(call.world.secureTransport),
    'aws:SourceIp': request.sourceIp,
    'aws:RequestedRegion': call.region,
    'aws:ViaAWSService': 'false',
    ...(agent !== undefined && { 'aws:UserAgent': agent }),
    ...(referer !== undefined && { 'aws:Referer': referer }),
  }
}

/** The condition keys that tell who asks. */
export function callerContext(caller: Caller, now: Date): Context {
  const { session, user } = caller
  if (caller.kind === 'anonymous') {
    return { 'aws:userid': 'anonymous', 'aws:PrincipalType': 'Anonymous' }
  }
  const named = user !== undefined && caller.kind !== 'federated-user'
  return {
    'aws:userid': caller.userId,
    ...(named && { 'aws:username': user.name }),
    'aws:PrincipalArn': principalArn(caller),
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalType': PRINCIPAL_TYPES[caller.kind],
    ...prefixed('aws:PrincipalTag/', principalTags(caller)),
    ...(session !== undefined && {
      'aws:TokenIssueTime': session.issuedAt.toISOString(),
      'aws:MultiFactorAuthPresent': String(session.mfaAt !== undefined),
    }),
    ...(session?.mfaAt !== undefined && {
      'aws:MultiFactorAuthAge': String(
        Math.floor((now.getTime() - session.mfaAt.getTime()) / 1000),
      ),
    }),
    ...(session?.sourceIdentity !== undefined && { 'aws:SourceIdentity': session.sourceIdentity }),
    ...(session?.federatedProvider !== undefined && {
      'aws:FederatedProvider': session.federatedProvider,
    }),
  }
}

/** Tags of the principal; those of the session stand above those of the user or role behind it. */
function principalTags(caller: Caller): Record<string, string> {
  return { ...(caller.role ?? caller.user)?.tags, ...caller.session?.tags }
}

/** Condition keys of the tags a request brings. */
export function requestTagContext(tags: Readonly<Record<string, string>>): Context {
  const keys = Object.keys(tags)
  return { ...prefixed('aws:RequestTag/', tags), ...(keys.length > 0 && { 'aws:TagKeys': keys }) }
}

/** Condition keys of the tags a resource has. */
export function resourceTagContext(tags: Readonly<Record<string, string>>): Context {
  return { ...prefixed('aws:ResourceTag/', tags), ...prefixed('iam:ResourceTag/', tags) }
}

/** `aws:PrincipalArn`: of a role session it is the role's. */
function principalArn(caller: Caller): string {
  return caller.role?.arn ?? caller.arn
}

function prefixed(prefix: string, tags: Readonly<Record<string, string>>): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [prefix + key, value]))
}
