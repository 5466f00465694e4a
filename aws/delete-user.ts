import { DaypassError } from '../core/errors.ts'
import { accessKeyIds, deleteAccessKey } from './access-key.ts'
import { ask } from './ask.ts'
import { awsCodeOf } from './aws-error.ts'
import { onceSettled } from './settling.ts'
import { type Undressing, removeOtherCredentials, removePolicies } from './user-belongings.ts'

/** Name of the inline policy that stops a user while it is being deleted. */
export const REVOKED_POLICY = 'daypass-revoked'

const DENY_ALL =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'

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
 * A permissions boundary goes with the user. What is gone counts as done. A missing right stops only what it
 * is for. May be repeated, and run twice at once; if the process dies the user is left denied, or without
 * any key or policy.
 *
 * @throws what stood in the way, with every failure among its `problems`; everything is denied to the user
 * then, unless that failed too.
 */
export async function deleteUser(of: Undressing): Promise<void> {
  for (let round = 1; ; round++) {
    const denial = await denyAll(of)
    if (denial === 'no-user') return
    const failures = await undress(of, denial, round > 1)
    if (failures.some(({ code }) => code !== 'aws-denied')) throw undeleted(of, failures)
    const conflict = await deleteBare(of, denial)
    if (conflict === undefined) return
    // A right that is missing will not appear in the next round.
    if (round === ROUNDS_MAX || (round > 1 && failures.length > 0)) {
      await denyAll(of)
      throw undeleted(of, [...failures, conflict])
    }
    if (round > 1) await of.clock.sleep(FIRST_PAUSE_MS * 2 ** (round - 2), of.options.signal)
  }
}

/** How the first step went: the error is one that the other steps may do without. */
type Denial = 'denied' | 'no-user' | DaypassError

async function denyAll({ iam, clock, userName: UserName, options }: Undressing): Promise<Denial> {
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
    if (error instanceof DaypassError && !HOPELESS.has(error.code)) return error
    throw error
  }
}

/** Nothing else will go better. */
const HOPELESS: ReadonlySet<string> = new Set([
  'cancelled',
  'aws-credentials-missing',
  'aws-unavailable',
])

/** Removes everything but the policy that denies all. A key that stays is the one failure never passed over. */
async function undress(
  of: Undressing,
  denial: Denial,
  everything: boolean,
): Promise<readonly DaypassError[]> {
  const keys = removeKeys(of)
  // Undenied, the user keeps its policies until its keys are gone: one of them may be what forbids it things.
  if (denial !== 'denied') await keys
  const [keyFailures, ...others] = await Promise.all([
    keys,
    removePolicies(of, REVOKED_POLICY),
    ...(everything ? [removeOtherCredentials(of)] : []),
  ])
  if (keyFailures.length > 0) throw undeleted(of, [...keyFailures, ...others.flat()])
  return others.flat()
}

async function removeKeys({
  iam,
  userName,
  options,
}: Undressing): Promise<readonly DaypassError[]> {
  try {
    const ids = await accessKeyIds(iam, userName, options)
    const results = await Promise.allSettled(
      ids.map((id) => deleteAccessKey(iam, userName, id, options)),
    )
    return results.flatMap((result) =>
      result.status === 'rejected' ? [asFailure(result.reason)] : [],
    )
  } catch (error) {
    return awsCodeOf(error) === 'NoSuchEntity' ? [] : [asFailure(error)]
  }
}

/** Deletes a user that has nothing left but the denying policy; answers AWS's objection if it has more. */
async function deleteBare(
  { iam, clock, userName: UserName, options }: Undressing,
  denial: Denial,
): Promise<DaypassError | undefined> {
  try {
    if (denial === 'denied') {
      await ask(`iam:DeleteUserPolicy on user/${UserName}`, options, (http) =>
        iam.deleteUserPolicy({ UserName, PolicyName: REVOKED_POLICY }, http),
      )
    }
    await onceSettled(clock, options, () =>
      ask(`iam:DeleteUser on user/${UserName}`, options, (http) =>
        iam.deleteUser({ UserName }, http),
      ),
    )
    return undefined
  } catch (error) {
    if (awsCodeOf(error) === 'NoSuchEntity') return undefined
    if (awsCodeOf(error) === 'DeleteConflict') return asFailure(error)
    throw error
  }
}

function undeleted({ userName }: Undressing, failures: readonly DaypassError[]): DaypassError {
  const [first] = failures
  if (first === undefined) throw new TypeError('no failure to report')
  return new DaypassError(first.code, `user ${userName} is not deleted yet: ${first.message}`, {
    cause: first.cause,
    problems: failures.map(({ message }) => ({ path: [], message })),
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  })
}

function asFailure(error: unknown): DaypassError {
  if (error instanceof DaypassError) return error
  throw error
}
