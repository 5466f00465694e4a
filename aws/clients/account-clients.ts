import { parseArn } from '../../core/arn.ts'
import type { CallOptions } from '../../core/call-options.ts'
import type { Clock } from '../../core/clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { DenyTarget } from '../../core/revocation/deny-entry.ts'
import { callerIdentity } from './caller.ts'
import { type AwsClients, type AwsConfig, awsClients } from './clients.ts'
import { roleSession } from './role-session.ts'

/** The way to IAM in each account that there is one to. */
export interface AccountClients {
  /** As whom daypass runs. */
  readonly home: AwsClients
  /** The account of {@link AccountClients.home}; undefined where the endpoint does not tell. Asked once. */
  readonly own: () => Promise<string | undefined>
  /**
   * Rejects with `aws-denied` for an account without a revoker role: a role of the same name in daypass's own account
   * would be denied instead.
   */
  readonly forTarget: (target: DenyTarget) => Promise<AwsClients>
  /**
   * For what daypass itself made in an account, and so with its own credentials where that is its own. An account that
   * nobody recorded is taken for that. Rejects as `forTarget`.
   *
   * @param what - for the error, such as `user daypass-ci-…`.
   * @param roleArn - the role of that account which made it, and goes before a revoker role.
   */
  readonly forAccount: (
    account: string | undefined,
    what: string,
    roleArn?: string,
  ) => Promise<AwsClients>
  /** As a role that makes users in its account. */
  readonly asRole: (roleArn: string) => AwsClients
}

/**
 * The way to IAM in the account of a target. IAM takes names of roles and users and not ARNs, and looks for
 * them in the caller's own account: another account takes credentials of that account, from its revoker role.
 * Where one is named for daypass's own account, it is taken there too.
 *
 * The clients of an account are made once and get new credentials by themselves when the old ones end.
 *
 * @param home - as whom daypass runs; assumes the revoker roles.
 * @param revokers - at most one role an account.
 */
export function accountClients(
  home: AwsClients,
  config: AwsConfig,
  revokers: { readonly roleArns: readonly string[]; readonly clock: Clock },
): AccountClients {
  const byAccount = new Map(
    revokers.roleArns.map((arn) => [
      parseArn(arn)?.account,
      awsClients({ ...config, credentials: revokerSession(home, arn, revokers.clock) }),
    ]),
  )
  const limit = { milliseconds: ACCOUNT_MILLISECONDS }
  const ownAccount = onceKnown(
    async () =>
      config.account ??
      (await withDeadline(
        revokers.clock,
        limit,
        async (signal) => await accountOf(home, { signal }),
      )),
  )
  const forTarget: AccountClients['forTarget'] = async ({ arn }) => {
    const account = parseArn(arn)?.account ?? ''
    const revoker = byAccount.get(account)
    if (revoker !== undefined) return revoker
    // Ceph's ARNs have no account.
    if (account === '') return home
    const own = await ownAccount()
    if (own === undefined || own === account) return home
    throw noWay(arn, account, own)
  }
  const byRole = new Map<string, AwsClients>()
  const asRole = (roleArn: string): AwsClients => {
    const known = byRole.get(roleArn)
    if (known !== undefined) return known
    const made = awsClients({ ...config, credentials: usersSession(home, roleArn, revokers.clock) })
    byRole.set(roleArn, made)
    return made
  }
  const forAccount: AccountClients['forAccount'] = async (account, what, roleArn) => {
    const own = account === undefined ? undefined : await ownAccount()
    if (own === undefined || account === undefined || own === account) return home
    if (roleArn !== undefined && parseArn(roleArn)?.account === account) return asRole(roleArn)
    const revoker = byAccount.get(account)
    if (revoker !== undefined) return revoker
    throw noWay(what, account, own)
  }
  return { home, own: ownAccount, forTarget, forAccount, asRole }
}

function noWay(what: string, account: string, own: string): DaypassError {
  const message = `${what} is in another account than daypass: in ${account}, and daypass is in ${own}`
  return new DaypassError('aws-denied', message, {
    reason: { is: 'revoker-role-missing', account },
    hint: `name a role of account ${account} that may write its policies as revoker role`,
  })
}

/** What is asked once for all is under no caller's limit, and must not outlast the shortest of them. */
const ACCOUNT_MILLISECONDS = 20_000

/** AWS's shortest: it is taken again when it is needed for longer. */
const REVOKER_SECONDS = 900

function revokerSession(home: AwsClients, roleArn: string, clock: Clock) {
  const role = { roleArn, sessionName: 'daypass-revoker', durationSeconds: REVOKER_SECONDS }
  return roleSession(home, role, { clock })
}

function usersSession(home: AwsClients, roleArn: string, clock: Clock) {
  const role = { roleArn, sessionName: 'daypass-users', durationSeconds: REVOKER_SECONDS }
  return roleSession(home, role, { clock })
}

/** Undefined where the endpoint does not tell. */
async function accountOf(clients: AwsClients, options: CallOptions): Promise<string | undefined> {
  try {
    const { accountId } = await callerIdentity(clients, options)
    return accountId === '' ? undefined : accountId
  } catch (error) {
    if (isDaypassError(error, 'aws-rejected')) return undefined
    throw error
  }
}

/** Keeps an answer, and no failure. */
function onceKnown<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined
  return async () => {
    found ??= find()
    try {
      return await found
    } catch (error) {
      found = undefined
      throw error
    }
  }
}
