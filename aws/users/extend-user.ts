import { DaypassError } from '../../core/errors.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'
import { allPages } from '../clients/all-pages.ts'
import { type OneUser, askAbout, change } from './one-user.ts'
import { hasEnd, withEnd } from '../policy-end.ts'
import { decodePolicy } from './policy-text.ts'
import { isNotYetThere, onceSettled } from '../clients/settling.ts'

interface InlinePolicy {
  readonly PolicyName: string
  readonly PolicyDocument: string
}

/**
 * Moves the time after which a user's inline policy denies everything. All else in the policy stays, also
 * what somebody changed by hand. A user whose policy left no room for an end has nothing to move. Safe to
 * repeat; death in between leaves the earlier end.
 *
 * @throws `aws-rejected` when the user, or every inline policy of it, is gone.
 */
export async function extendUser(of: OneUser, expiresAt: Date): Promise<void> {
  const { iam, userName: UserName } = of
  const policies = await inlinePolicies(of)
  const ending = policies.filter(({ PolicyDocument }) => hasEnd(PolicyDocument))
  await allOrFirstFailure(
    ending.map(async ({ PolicyName, PolicyDocument }) => {
      const moved = { UserName, PolicyName, PolicyDocument: withEnd(PolicyDocument, expiresAt) }
      await change(of, 'PutUserPolicy', (http) => iam.putUserPolicy(moved, http))
    }),
  )
}

async function inlinePolicies(of: OneUser): Promise<readonly InlinePolicy[]> {
  const { iam, userName: UserName } = of
  const none = new DaypassError('aws-rejected', `user ${UserName} has no inline policy any more`, {
    hint: 'its end cannot be moved: issue a new lease',
  })
  const attempt = async () => {
    const names = await allPages(
      (marker) =>
        askAbout(of, 'ListUserPolicies', (http) =>
          iam.listUserPolicies({ UserName, ...marker }, http),
        ),
      (page) => page.PolicyNames,
    )
    if (names.length === 0) throw none
    return await allOrFirstFailure(names.map((name) => readPolicy(of, name)))
  }
  // Every lease's user has one; right after the issue IAM may not show it yet.
  const settling = isNotYetThere(UserName)
  const isSettling = (error: unknown) => error === none || settling(error)
  return await onceSettled(of.clock, of.options, attempt, isSettling)
}

async function readPolicy(of: OneUser, PolicyName: string): Promise<InlinePolicy> {
  const policy = await askAbout(of, 'GetUserPolicy', (http) =>
    of.iam.getUserPolicy({ UserName: of.userName, PolicyName }, http),
  )
  return { PolicyName, PolicyDocument: decodePolicy(policy.PolicyDocument ?? '') }
}
