import type { IAM } from '@aws-sdk/client-iam'
import type { Clock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import { allOrFirstFailure } from '../core/in-parallel.ts'
import type { CallOptions } from '../core/ports.ts'
import { allPages } from './all-pages.ts'
import { ask } from './ask.ts'
import type { AwsClients } from './clients.ts'
import { hasEnd, withEnd } from './policy-end.ts'
import { decodePolicy } from './policy-text.ts'
import { isNotYetThere, onceSettled } from './settling.ts'

interface InlinePolicy {
  readonly PolicyName: string
  readonly PolicyDocument: string
}

/**
 * Moves the moment after which a user's inline policy denies everything. All else in the policy stays, also
 * what somebody changed by hand. A user whose policy left no room for an end has nothing to move. Safe to
 * repeat; death in between leaves the earlier end.
 *
 * @throws `aws-rejected` when the user, or every inline policy of it, is gone.
 */
export async function extendUser(
  clients: AwsClients,
  clock: Clock,
  userName: string,
  expiresAt: Date,
  options: CallOptions,
): Promise<void> {
  const iam = await clients.iam()
  const policies = await inlinePolicies(iam, clock, userName, options)
  const ending = policies.filter(({ PolicyDocument }) => hasEnd(PolicyDocument))
  await allOrFirstFailure(
    ending.map(async ({ PolicyName, PolicyDocument }) => {
      const moved = withEnd(PolicyDocument, expiresAt)
      await ask(`iam:PutUserPolicy on user/${userName}`, options, (http) =>
        iam.putUserPolicy({ UserName: userName, PolicyName, PolicyDocument: moved }, http),
      )
    }),
  )
}

async function inlinePolicies(
  iam: IAM,
  clock: Clock,
  userName: string,
  options: CallOptions,
): Promise<readonly InlinePolicy[]> {
  const none = new DaypassError('aws-rejected', `user ${userName} has no inline policy any more`, {
    hint: 'its end cannot be moved: issue a new lease',
  })
  const attempt = async () => {
    const names = await allPages(
      (marker) =>
        ask(`iam:ListUserPolicies on user/${userName}`, options, (http) =>
          iam.listUserPolicies({ UserName: userName, ...marker }, http),
        ),
      (page) => page.PolicyNames,
    )
    if (names.length === 0) throw none
    return await allOrFirstFailure(names.map((name) => readPolicy(iam, userName, name, options)))
  }
  // Every lease's user has one; right after the issue IAM may not show it yet.
  const settling = isNotYetThere(userName)
  return await onceSettled(clock, options, attempt, (error) => error === none || settling(error))
}

async function readPolicy(
  iam: IAM,
  userName: string,
  PolicyName: string,
  options: CallOptions,
): Promise<InlinePolicy> {
  const policy = await ask(`iam:GetUserPolicy on user/${userName}`, options, (http) =>
    iam.getUserPolicy({ UserName: userName, PolicyName }, http),
  )
  return { PolicyName, PolicyDocument: decodePolicy(policy.PolicyDocument ?? '') }
}
