import { DaypassError } from '../../core/errors.ts'
import { DENY_ALL } from '../../core/revocation/deny-document.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import { type OneUser, askAbout, change } from './one-user.ts'

/** Name of the inline policy that stops a user while it is being deleted. */
export const REVOKED_POLICY = 'daypass-revoked'

/** Denies everything to whom it is attached. */
export const DENY_ALL_DOCUMENT = JSON.stringify({ Version: '2012-10-17', Statement: [DENY_ALL] })

/** How it went; an error is one that a deletion can go on after. */
export type DenyOutcome = 'denied' | 'no-user' | DaypassError

/**
 * Denies a user everything: its access keys, and sessions that were made with them, which outlive the keys.
 *
 * @throws `cancelled`, `aws-credentials-missing` and `aws-unavailable`, after which nothing goes better.
 */
export async function denyAll(of: OneUser): Promise<DenyOutcome> {
  const { iam, userName: UserName } = of
  const policy = { UserName, PolicyName: REVOKED_POLICY, PolicyDocument: DENY_ALL_DOCUMENT }
  try {
    await change(of, 'PutUserPolicy', (http) => iam.putUserPolicy(policy, http))
    return 'denied'
  } catch (error) {
    if (awsCodeOf(error) === 'NoSuchEntity') return 'no-user'
    if (!(error instanceof DaypassError) || HOPELESS.has(error.code)) throw error
    return error.code === 'aws-denied' && (await isGone(of)) ? 'no-user' : error
  }
}

/**
 * Whether a user is surely gone. Rights on an ARN do not help against a user that is not there: IAM then
 * answers AccessDenied instead of NoSuchEntity. Only `iam:GetUser` on `*` tells one from the other.
 */
async function isGone(of: OneUser): Promise<boolean> {
  try {
    await askAbout(of, 'GetUser', (http) => of.iam.getUser({ UserName: of.userName }, http))
    return false
  } catch (error) {
    return awsCodeOf(error) === 'NoSuchEntity'
  }
}

const HOPELESS: ReadonlySet<string> = new Set([
  'cancelled',
  'aws-credentials-missing',
  'aws-unavailable',
])
