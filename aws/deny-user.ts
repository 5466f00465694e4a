import { DaypassError } from '../core/errors.ts'
import { ask } from './ask.ts'
import { awsCodeOf } from './aws-error.ts'
import { onceSettled } from './settling.ts'
import type { UserDeletion } from './user-deletion.ts'

/** Name of the inline policy that stops a user while it is being deleted. */
export const REVOKED_POLICY = 'daypass-revoked'

const DENY_ALL =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'

/** How it went; an error is one that a deletion can go on after. */
export type Denial = 'denied' | 'no-user' | DaypassError

/**
 * Denies a user everything: its access keys, and sessions that were made with them, which outlive the keys.
 *
 * @throws `cancelled`, `aws-credentials-missing` and `aws-unavailable`, after which nothing goes better.
 */
export async function denyAll(of: UserDeletion): Promise<Denial> {
  const { iam, clock, userName: UserName, options } = of
  const policy = { UserName, PolicyName: REVOKED_POLICY, PolicyDocument: DENY_ALL }
  try {
    await onceSettled(clock, options, () =>
      ask(`iam:PutUserPolicy on user/${UserName}`, options, (http) =>
        iam.putUserPolicy(policy, http),
      ),
    )
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
async function isGone({ iam, userName: UserName, options }: UserDeletion): Promise<boolean> {
  try {
    await ask(`iam:GetUser on user/${UserName}`, options, (http) => iam.getUser({ UserName }, http))
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
