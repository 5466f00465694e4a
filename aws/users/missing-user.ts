import { secondsAfter } from '../../core/clock.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { LeasedUser } from '../../core/revocation/ports.ts'
import { ask } from '../clients/ask.ts'
import type { AwsClients } from '../clients/clients.ts'
import { readFault } from '../errors/aws-fault.ts'

/**
 * How long IAM may answer as if a change had not happened: "a few minutes"
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 */
const IAM_LAG_SECONDS = 300

/** What is behind a user that IAM did not show. */
export type MissingUser =
  /** As far as one look can tell. */
  | { readonly is: 'gone' }
  /** It is there, under this name. */
  | { readonly is: 'there'; readonly userName: string }
  | { readonly is: 'unproven'; readonly reason: string; readonly lookAgainAt: Date }

/** What it takes to look for one. */
export interface Search {
  readonly clients: AwsClients
  /** The account of the clients; undefined where the endpoint does not tell. */
  readonly own: string | undefined
  /** The servers' time, while it is known. */
  readonly now: Date | undefined
  readonly user: LeasedUser
  readonly options: CallOptions
}

/**
 * Looks for a user that IAM did not show. That alone proves nothing: the user may be younger than IAM's lag, its holder
 * may have renamed it, or it may be of another account than the caller. It is gone where it is old enough, the account is
 * the right one, and its recorded key belongs to nobody. A user that has the key is there, whatever it is called; whether
 * it is of the lease is not looked at.
 *
 * @throws `aws-denied` for a user of another account, and where the key cannot be looked for.
 */
export async function findMissing(search: Search): Promise<MissingUser> {
  const { user, own, now } = search
  const account = user.account ?? (await accountOfKey(search))
  if (account !== undefined && own !== undefined && account !== own)
    throw ofAnotherAccount(user, account, own)
  const { accessKeyId } = user
  const userName =
    accessKeyId === undefined
      ? undefined
      : await holderOfKey(search.clients, accessKeyId, search.options)
  if (userName !== undefined) return { is: 'there', userName }
  const shownAt = secondsAfter(user.madeBefore, IAM_LAG_SECONDS)
  if (now !== undefined && now >= shownAt) return { is: 'gone' }
  const reason = `IAM shows no user ${user.userName}, which is no proof before ${shownAt.toISOString()}`
  return { is: 'unproven', reason, lookAgainAt: shownAt }
}

/**
 * The user that has a key, by its present name; undefined where nobody has.
 *
 * @throws `aws-denied` where keys cannot be looked for, …
 */
export async function holderOfKey(
  clients: AwsClients,
  AccessKeyId: string,
  options: CallOptions,
): Promise<string | undefined> {
  const iam = await clients.iam()
  try {
    const { UserName } = await ask(
      `iam:GetAccessKeyLastUsed on access key ${AccessKeyId}`,
      options,
      (http) => iam.getAccessKeyLastUsed({ AccessKeyId }, http),
    )
    return UserName
  } catch (error) {
    if (isUnknownKey(error, AccessKeyId)) return undefined
    throw error
  }
}

/** A key that nobody has is missing; or, for rights on ARNs, a thing without an ARN, on which there are no rights. */
function isUnknownKey(error: unknown, accessKeyId: string): boolean {
  const { code, message } = readFault(error)
  return (
    code === 'NoSuchEntity' ||
    (code === 'AccessDenied' && message.includes(`on resource: access key ${accessKeyId}`))
  )
}

/** For leases that do not say it; undefined for a key that AWS knows nothing of. */
async function accountOfKey({ clients, user, options }: Search): Promise<string | undefined> {
  const { accessKeyId: AccessKeyId } = user
  if (AccessKeyId === undefined) return undefined
  const sts = await clients.sts()
  try {
    const { Account } = await ask(
      `sts:GetAccessKeyInfo on access key ${AccessKeyId}`,
      options,
      (http) => sts.getAccessKeyInfo({ AccessKeyId }, http),
    )
    return Account
  } catch (error) {
    if (isDaypassError(error, 'aws-rejected')) return undefined
    throw error
  }
}

function ofAnotherAccount({ userName }: LeasedUser, account: string, own: string): DaypassError {
  return new DaypassError(
    'aws-denied',
    `user ${userName} is of account ${account}, and daypass of ${own}`,
  )
}
