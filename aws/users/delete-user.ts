import { DaypassError } from '../../core/errors.ts'
import { accessKeyIds, deleteAccessKey } from './access-key.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import { type DenyOutcome, REVOKED_POLICY, denyAll } from './deny-user.ts'
import { removeOtherCredentials } from './other-credentials.ts'
import { type OneUser, change } from './one-user.ts'
import { type Failures, failuresOf, remove } from './remove-all.ts'
import { removeUserPolicies } from './user-policies.ts'
import { defined } from '../../core/language/defined.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'

const ROUNDS_MAX = 5
const FIRST_PAUSE_MS = 500

/**
 * Deletes a user and all it can have, whoever gave it.
 *
 * 1. A policy that denies everything: it stops the access keys and, unlike their deletion, also sessions that
 *    their holder has taken with them.
 * 2. Side by side: the access keys, and all other policies and group memberships.
 * 3. That policy, then the user.
 * 4. Where AWS says that the user still has something: from 1, now with console password, MFA devices, SSH
 *    keys, certificates and service credentials, which daypass never makes. Five rounds, with pauses: a
 *    listing of IAM may not show yet what was made a moment ago.
 *
 * A permissions boundary goes with the user. What is gone counts as done. A missing right stops only what it is for. May
 * be repeated, and run twice at once; if the process dies the user is left denied, or without any key or policy.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 *
 * @returns `missing` where IAM shows no such user, which proves little: it may be young or renamed, of another account, or
 * the host that answers may lag.
 * @throws what stood in the way, with every failure among its `problems`; everything is denied to the user
 * then, unless that failed too.
 */
export async function deleteUser(of: OneUser): Promise<'deleted' | 'missing'> {
  for (let round = 1; ; round++) {
    const denial = await denyAll(of)
    if (denial === 'no-user') return 'missing'
    const failures = await undress(of, denial, round > 1)
    const objections = await deleteBare(of, denial)
    if (objections.length === 0) return 'deleted'
    // It was there a moment ago: another process has deleted it, or this host lags, which the next round shows.
    const isGone = objections.every(isMissing)
    if (isGone && round === ROUNDS_MAX) return 'missing'
    const willChange = isGone || isConflict(objections)
    // What is left will not go in another round either.
    if (!willChange || round === ROUNDS_MAX || (round > 1 && failures.length > 0)) {
      if ((await denyAll(of)) === 'no-user') return 'missing'
      throw undeleted(of, [...failures, ...objections], denial)
    }
    if (round > 1) await of.clock.sleep(FIRST_PAUSE_MS * 2 ** (round - 2), of.options.signal)
  }
}

/**
 * Removes everything but the policy that denies all.
 *
 * @throws when a key could not be deleted: the user stays denied then.
 */
async function undress(of: OneUser, denial: DenyOutcome, everything: boolean): Promise<Failures> {
  const keys = removeKeys(of)
  // Where the denial failed, a policy of the user may be what forbids it things: it stays until no key works.
  if (denial !== 'denied' && (await keys).length > 0) throw undeleted(of, await keys, denial)
  const [keyFailures, ...others] = await allOrFirstFailure([
    keys,
    removeUserPolicies(of, denial === 'denied' ? REVOKED_POLICY : undefined),
    ...(everything ? [removeOtherCredentials(of)] : []),
  ])
  if (keyFailures.length > 0) throw undeleted(of, [...keyFailures, ...others.flat()], denial)
  return others.flat()
}

async function removeKeys(of: OneUser): Promise<Failures> {
  const ids: string[] = []
  const unlisted = await failuresOf(async () => {
    ids.push(...(await accessKeyIds(of)))
  })
  const deletions = ids.map((id) => failuresOf(() => deleteAccessKey(of, id)))
  return [...unlisted, ...(await allOrFirstFailure(deletions)).flat()]
}

/**
 * Deletes a user that should have nothing left but the denying policy. Another process may have taken that
 * policy away already: the user is to be deleted all the same.
 */
async function deleteBare(of: OneUser, denial: DenyOutcome): Promise<Failures> {
  const { iam, userName: UserName } = of
  if (denial === 'denied') {
    const policy = { UserName, PolicyName: REVOKED_POLICY }
    const failures = await remove(of, [
      'DeleteUserPolicy',
      (http) => iam.deleteUserPolicy(policy, http),
    ])
    if (failures.length > 0) return failures
  }
  try {
    await change(of, 'DeleteUser', (http) => iam.deleteUser({ UserName }, http))
    return []
  } catch (error) {
    if (error instanceof DaypassError) return [error]
    throw error
  }
}

function isMissing(objection: DaypassError): boolean {
  return awsCodeOf(objection) === 'NoSuchEntity'
}

function isConflict(objections: Failures): boolean {
  return objections.every((error) => awsCodeOf(error) === 'DeleteConflict')
}

function undeleted({ userName }: OneUser, failures: Failures, denial: DenyOutcome): DaypassError {
  const all = denial instanceof DaypassError ? [...failures, denial] : failures
  const [first] = all
  if (first === undefined) throw new TypeError('there is no failure to report')
  return new DaypassError(first.code, `user ${userName} is not deleted yet: ${first.message}`, {
    cause: first.cause,
    problems: all.map(({ message }) => ({ path: [], message })),
    ...defined({ hint: first.hint, reason: first.reason }),
  })
}
