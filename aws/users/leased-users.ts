import { type ServerClock, secondsAfter, serversTime } from '../../core/clock.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { DaypassError } from '../../core/errors.ts'
import type { LeasedUser, UserEnd, Users } from '../../core/revocation/ports.ts'
import type { AccountClients } from '../clients/account-clients.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import { deleteUser } from './delete-user.ts'
import { LEASE_TAG } from './iam-user.ts'
import { type MissingUser, findMissing } from './missing-user.ts'
import { type OneUser, askAbout } from './one-user.ts'

/** A host of IAM that lags may not be the next that answers: a user is gone that two looks in a row did not find. */
const LOOKS_MAX = 3
const FIRST_PAUSE_MS = 500

/**
 * The users of leases. One that IAM does not show is looked for by its key, and deleted under the name that it has by
 * now; that it is gone is said only where it is proven (see `missing-user.ts`). No user is touched whose tag does not say
 * that it is of the lease: the record in the store is no proof of it.
 */
export function leasedUsers(accounts: AccountClients, clock: ServerClock): Users {
  return {
    requireWay: async ({ account, accountRoleArn, userName }) => {
      await accounts.forAccount(account, `user ${userName}`, accountRoleArn)
    },
    delete: async (user, options) => await deleteLeased({ accounts, clock, user, options }),
  }
}

async function deleteLeased(of: {
  readonly accounts: AccountClients
  readonly clock: ServerClock
  readonly user: LeasedUser
  readonly options: CallOptions
}): Promise<UserEnd> {
  const { accounts, clock, user, options } = of
  const clients = await accounts.forAccount(
    user.account,
    `user ${user.userName}`,
    user.accountRoleArn,
  )
  const iam = await clients.iam()
  let { userName } = user
  let seemedGone = false
  for (let look = 1; ; look++) {
    const one = { iam, clock, userName, options }
    const end = (await isOfLease(one, user)) ? await deleteUser(one) : 'missing'
    if (end === 'deleted') return { status: 'revoked', wasThere: true }
    const own = user.account ?? (await accounts.own())
    const found = await findMissing({ clients, own, now: serversTime(clock), user, options })
    if (found.is === 'gone' && seemedGone) return { status: 'revoked', wasThere: false }
    seemedGone = found.is === 'gone'
    if (look === LOOKS_MAX) return unproven(found, clock)
    if (found.is === 'there') userName = found.userName
    await clock.sleep(FIRST_PAUSE_MS * 2 ** (look - 1), options.signal)
  }
}

/**
 * Whether the user is there. The tag was given with the user; a record that somebody altered or made up cannot give it.
 *
 * @throws `state-invalid` for a user that is not of the lease.
 */
async function isOfLease(of: OneUser, user: LeasedUser): Promise<boolean> {
  const { leaseId, userPath } = user
  const { iam, userName } = of
  try {
    const { User } = await askAbout(of, 'GetUser', (http) =>
      iam.getUser({ UserName: userName }, http),
    )
    const said = User?.Tags?.find(({ Key }) => Key === LEASE_TAG)?.Value
    if (said === leaseId) {
      if (userPath === undefined || User?.Path === userPath) return true
      throw atOtherPath(user, User?.Path)
    }
    throw new DaypassError(
      'state-invalid',
      `no tag says that user ${userName} is of lease ${leaseId}`,
      {
        hint: `its tag ${LEASE_TAG} says ${said ?? 'nothing'}: if it is of the lease all the same, tag it or delete it by hand; if not, somebody has altered the store`,
      },
    )
  } catch (error) {
    if (awsCodeOf(error) === 'NoSuchEntity') return false
    throw error
  }
}

function atOtherPath({ userName, userPath, leaseId }: LeasedUser, path = ''): DaypassError {
  return new DaypassError(
    'state-invalid',
    `user ${userName} is at path ${path}, and that of lease ${leaseId} at ${userPath ?? ''}`,
    { hint: 'if it is of the lease all the same, delete it by hand' },
  )
}

/** IAM shows a key's user and not the user, or has shown it a moment ago: it will not be long. */
const SHOWN_SOON_SECONDS = 60

function unproven(found: MissingUser, clock: ServerClock): UserEnd {
  if (found.is === 'unproven') {
    const { reason, lookAgainAt } = found
    return { status: 'pending', reason, lookAgainAt }
  }
  return {
    status: 'pending',
    reason:
      found.is === 'there'
        ? `IAM shows the key of user ${found.userName}, but not the user yet`
        : 'IAM shows no user any more, which it has said only once',
    lookAgainAt: secondsAfter(clock.now(), SHOWN_SOON_SECONDS),
  }
}
