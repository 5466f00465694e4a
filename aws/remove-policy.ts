import type { IAM } from '@aws-sdk/client-iam'
import type { CallOptions } from '../core/call-options.ts'
import { allPages } from './clients/all-pages.ts'
import { ask } from './clients/ask.ts'
import { deletePolicy, detachPolicy } from './deny-policies.ts'
import type { DeniedIdentity } from './deny-target.ts'
import { awsCodeOf } from './errors/aws-error.ts'

/**
 * Takes a managed policy off every role and user that has it, and deletes it. What is gone already is done; may be
 * repeated after a death midway, which leaves it on some of them.
 *
 * @throws what IAM answers otherwise.
 */
export async function removePolicy(iam: IAM, arn: string, options: CallOptions): Promise<void> {
  try {
    const holders = await allPages(
      (marker) =>
        ask(`iam:ListEntitiesForPolicy on ${arn}`, options, (http) =>
          iam.listEntitiesForPolicy({ PolicyArn: arn, ...marker }, http),
        ),
      ({ PolicyRoles = [], PolicyUsers = [] }) => [
        ...PolicyRoles.map(({ RoleName }) => holder('role', RoleName)),
        ...PolicyUsers.map(({ UserName }) => holder('user', UserName)),
      ],
    )
    for (const one of holders) await detachPolicy(iam, one, arn, options)
    await deletePolicy(iam, arn, options)
  } catch (error) {
    if (awsCodeOf(error) !== 'NoSuchEntity') throw error
  }
}

function holder(kind: DeniedIdentity['kind'], name = ''): Pick<DeniedIdentity, 'kind' | 'name'> {
  return { kind, name }
}
