import type { ErrorCode } from '../../core/errors.ts'
import type { AwsFault } from './aws-fault.ts'
import { type Doing, partsOf } from './doing.ts'

/** Codes that an error of IAM or STS is turned into. */
export type AwsErrorCode = Extract<ErrorCode, `aws-${string}` | 'outcome-unknown' | 'cancelled'>

/** AWS's own word on which right was missing, and where. */
const MISSING_RIGHT =
  /not authorized to perform:? ([a-z0-9-]+:\w+)(?: on resource:? ((?:(?:user|role|group|policy) )?\S+))?/

/**
 * What to do about a failed call, as a sentence fragment; undefined where AWS's own words say it, or where it is no more
 * than what each face says of the code.
 */
export function hintFor(code: AwsErrorCode, fault: AwsFault, doing: Doing): string | undefined {
  switch (code) {
    case 'aws-denied':
      return deniedHint(fault, doing)
    case 'aws-credentials-missing':
      return credentialsHint(fault.code ?? '')
    case 'aws-limit-exceeded':
      return fault.code === 'PackedPolicyTooLarge'
        ? 'make the policies shorter, or give fewer session tags'
        : 'revoke what is not needed, or raise the quota of the account'
    case 'aws-rejected':
      return lengthHint(fault, doing) ?? rejectedHint(fault)
    case 'aws-throttled':
    case 'aws-unavailable':
    case 'outcome-unknown':
    case 'cancelled':
      return undefined
  }
}

function deniedHint(fault: AwsFault, doing: Doing): string {
  if (/MultiFactorAuthentication/i.test(fault.message)) {
    return 'give the code that the MFA device shows now; each code works once'
  }
  if (fault.message.includes('session credentials')) {
    return 'AWS wants the long-term key of an IAM user for this, and daypass runs with a session'
  }
  const { operation, on } = partsOf(doing)
  const [, action = operation, resource = on] = MISSING_RIGHT.exec(fault.message) ?? []
  if (fault.message.includes('explicit deny')) {
    return `an explicit deny forbids ${action} on ${resource}: it must go, an allow does not help`
  }
  if (/^sts:(?:AssumeRole|TagSession|SetSourceIdentity)$/.test(action)) {
    return `allow ${action} on ${resource} twice: in a policy of the caller, and for the caller in the role's trust policy (which may ask for an external id)`
  }
  if (action === 'sts:AssumeRoleWithWebIdentity') {
    return `the trust policy of ${resource} must allow ${action} to the token's issuer, audience and subject (sub); the account needs that issuer as an identity provider`
  }
  const hint = `allow ${action} on ${resource.replace(' ', '/')} for the credentials that daypass runs with`
  // So IAM names a user that is gone, or one that the caller may do nothing with (see delete-user.ts).
  if (resource.startsWith('role '))
    return `${hint}, and iam:GetRole on * to know a role that is gone from one that is out of reach`
  return resource.startsWith('user ') && action !== 'iam:CreateUser'
    ? `${hint}, and iam:GetUser on * to know a user that is gone from one that is out of reach`
    : hint
}

function credentialsHint(code: string): string | undefined {
  switch (code) {
    case 'ExpiredToken':
    case 'TokenRefreshRequired':
      return 'the credentials that daypass runs with have expired: get new ones'
    case 'SignatureDoesNotMatch':
    case 'InvalidSignature':
    case 'RequestExpired':
    case 'RequestTimeTooSkewed':
      return 'check the secret key that daypass runs with, and the clock of this machine'
    case 'InvalidIdentityToken':
      return 'the account must have the issuer of the OIDC token as an identity provider, with the token’s audience; a token is good for some minutes'
    default:
      return undefined
  }
}

/** For how long AWS lets a session live depends on the role, and on who takes it. */
function lengthHint({ message }: AwsFault, doing: Doing): string | undefined {
  if (message.includes('role chaining')) return CHAIN_CURE
  if (!message.includes('MaxSessionDuration')) return undefined
  return `ask for less, an hour at the most where nobody raised it, or raise MaxSessionDuration of ${partsOf(doing).on} (43,200 seconds at most)`
}

/** What to do where a session would be longer than AWS lets one be that another role's session takes. */
export const CHAIN_CURE =
  'ask for an hour or less; or have daypass work with the key of an IAM user, or take the role with an OIDC token directly, and the role’s own MaxSessionDuration counts'

function rejectedHint(fault: AwsFault): string | undefined {
  switch (fault.code) {
    case 'RegionDisabled':
      return 'activate STS for this region in the account settings of IAM, or choose another region'
    case 'ConcurrentModification':
    case 'EntityTemporarilyUnmodifiable':
      return 'something else is changing the same entity: try again'
    case undefined:
    default:
      return fault.status === 405 ? 'this endpoint does not offer the operation' : undefined
  }
}
