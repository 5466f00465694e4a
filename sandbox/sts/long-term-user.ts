import { AwsError } from '../aws-error.ts'
import type { User } from '../world/entities.ts'
import type { StsCall } from './sts-call.ts'

/**
 * The IAM user whose own key signed the request. AWS would let the account's root user ask too, and warns
 * against it; the sandbox does not.
 *
 * @throws {@link AwsError} `AccessDenied` for everybody else.
 */
export function longTermUser(call: StsCall): User {
  const { caller, action } = call
  if (caller.session !== undefined) {
    throw new AwsError(403, 'AccessDenied', `Cannot call ${action} with session credentials`)
  }
  if (caller.kind === 'user' && caller.user !== undefined) return caller.user
  throw new AwsError(403, 'AccessDenied', `${action} is for IAM users here`)
}
