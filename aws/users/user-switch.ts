import { keysInName, switchName } from '../../core/break-glass/break-glass-names.ts'
import type { SwitchableUser, UserSwitch } from '../../core/break-glass/ports.ts'
import type { CallOptions } from '../../core/call-options.ts'
import type { Clock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { insist } from '../../core/insist.ts'
import { userNameFor } from '../../core/issuance/names.ts'
import { type LeaseId, parseLeaseId, roleOf } from '../../core/lease/lease-id.ts'
import type { AccountClients } from '../clients/account-clients.ts'
import { allPages } from '../clients/all-pages.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import { DENY_ALL_DOCUMENT } from './deny-user.ts'
import { LEASE_TAG } from './iam-user.ts'
import { type OneUser, askAbout, change } from './one-user.ts'

/**
 * Switches users of leases off and on. The Deny comes before the keys: it meets the sessions that were taken with them as
 * well. Its name remembers which keys worked, so that no other comes back.
 */
export function userSwitch(accounts: AccountClients, clock: Clock): UserSwitch {
  const reach = async (user: SwitchableUser, options: CallOptions) => {
    const { userName, account } = user
    const clients = await accounts.forAccount(account, `user ${userName}`)
    const one = { iam: await clients.iam(), clock, userName, options }
    return { one, leaseId: await insist(clock, options, () => ownLease(one, user)) }
  }
  return {
    leaseOf: async (user, options) => (await reach(user, options)).leaseId,
    off: async (user, options) => {
      await switchOff((await reach(user, options)).one)
    },
    on: async (user, options) => await switchOn((await reach(user, options)).one),
  }
}

async function switchOff(one: OneUser): Promise<void> {
  const { iam, clock, userName: UserName, options } = one
  const PolicyName = switchName(await activeKeys(one))
  const policy = { UserName, PolicyName, PolicyDocument: DENY_ALL_DOCUMENT }
  let failure: unknown
  try {
    await insist(clock, options, () =>
      change(one, 'PutUserPolicy', (http) => iam.putUserPolicy(policy, http)),
    )
  } catch (error) {
    // A key that does not work is better than nothing.
    failure = error
  }
  // The holder may have made one until the Deny took hold. It is not remembered, and stays off.
  for (const id of await activeKeys(one)) await setKey(one, id, 'Inactive')
  if (failure !== undefined) throw stillHasSessions(UserName, failure)
}

async function switchOn(one: OneUser): Promise<boolean> {
  const { iam, clock, userName: UserName, options } = one
  const names = await insist(clock, options, () =>
    allPages(
      (marker) =>
        askAbout(one, 'ListUserPolicies', (http) =>
          iam.listUserPolicies({ UserName, ...marker }, http),
        ),
      (page) => page.PolicyNames,
    ),
  )
  const switches = names.filter((name) => keysInName(name) !== undefined)
  for (const PolicyName of switches) {
    // The name that remembers them goes last.
    for (const id of keysInName(PolicyName) ?? []) await setKey(one, id, 'Active')
    await insist(clock, options, () =>
      change(one, 'DeleteUserPolicy', (http) =>
        iam.deleteUserPolicy({ UserName, PolicyName }, http),
      ),
    )
  }
  return switches.length > 0
}

async function activeKeys(one: OneUser): Promise<readonly string[]> {
  const { iam, clock, userName: UserName, options } = one
  const keys = await insist(clock, options, () =>
    allPages(
      (marker) =>
        askAbout(one, 'ListAccessKeys', (http) =>
          iam.listAccessKeys({ UserName, ...marker }, http),
        ),
      (page) => page.AccessKeyMetadata,
    ),
  )
  return keys.flatMap(({ AccessKeyId, Status }) =>
    AccessKeyId === undefined || Status !== 'Active' ? [] : [AccessKeyId],
  )
}

/** A key that is gone is left alone. */
async function setKey(
  one: OneUser,
  AccessKeyId: string,
  Status: 'Active' | 'Inactive',
): Promise<void> {
  const { iam, clock, userName: UserName, options } = one
  try {
    await insist(clock, options, () =>
      change(one, 'UpdateAccessKey', (http) =>
        iam.updateAccessKey({ UserName, AccessKeyId, Status }, http),
      ),
    )
  } catch (error) {
    if (awsCodeOf(error) !== 'NoSuchEntity') throw error
  }
}

/**
 * The lease that a user is of.
 *
 * @throws `state-invalid` where tag, name or path say another or none.
 */
async function ownLease(one: OneUser, { userName, userPath }: SwitchableUser): Promise<LeaseId> {
  const { User } = await askAbout(one, 'GetUser', (http) =>
    one.iam.getUser({ UserName: userName }, http),
  )
  const said = User?.Tags?.find(({ Key }) => Key === LEASE_TAG)?.Value
  const id = said === undefined ? undefined : leaseIdIn(said)
  if (id === undefined || userNameFor(roleOf(id), id) !== userName) {
    const hint = `its tag ${LEASE_TAG} says ${said ?? 'nothing'}: stop it by hand, if it is to be stopped`
    throw new DaypassError('state-invalid', `user ${userName} is not one that a lease made`, {
      hint,
    })
  }
  if (userPath === undefined || User?.Path === userPath) return id
  throw new DaypassError(
    'state-invalid',
    `user ${userName} is at path ${User?.Path ?? ''}, and that of its lease at ${userPath}`,
    { hint: 'stop it by hand, if it is to be stopped' },
  )
}

/** Undefined for what is no lease. */
function leaseIdIn(tag: string): LeaseId | undefined {
  try {
    return parseLeaseId(tag)
  } catch {
    return undefined
  }
}

function stillHasSessions(userName: string, cause: unknown): unknown {
  if (!(cause instanceof DaypassError)) return cause
  const { code, message, hint } = cause
  return new DaypassError(
    code,
    `the keys of user ${userName} are off, but it is not denied, and sessions that were taken with them go on: ${message}`,
    { cause, ...(hint === undefined ? {} : { hint }) },
  )
}
