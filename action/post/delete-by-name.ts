import { parseArn } from '../../core/arn.ts'
import { nameOf } from '../../core/lease/lease-id.ts'
import type { Ports } from '../../core/ports.ts'
import type { LeasedUser } from '../../core/revocation/ports.ts'
import type { PostLease } from '../post-state/post-state.ts'
import { postLine } from '../runner/error-text.ts'

/**
 * The user behind a lease, by the ARN that main saved; undefined where that is not one of a user that daypass named.
 *
 * @param madeBefore - a time by which it surely was made.
 */
export function userOf({ id, arn }: PostLease, madeBefore: Date): LeasedUser | undefined {
  const { account = '', resource = '' } = parseArn(arn ?? '') ?? {}
  const [, userName = ''] = /^user\/(?:.*\/)?([^/]+)$/.exec(resource) ?? []
  if (!userName.endsWith(nameOf(id))) return undefined
  return {
    leaseId: id,
    userName,
    account: account === '' ? undefined : account,
    accessKeyId: undefined,
    madeBefore,
  }
}

/**
 * Deletes a user without the record of its lease. Answers why it is not deleted, and undefined where it is. Never
 * throws. Safe to repeat.
 */
export async function deleteByName(
  { revocation }: Pick<Ports, 'revocation'>,
  user: LeasedUser,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const end = await revocation.users.delete(user, { signal })
    return end.status === 'revoked' ? undefined : end.reason
  } catch (error) {
    return postLine(error)
  }
}
