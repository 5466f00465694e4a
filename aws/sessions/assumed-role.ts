import type { AssumeRoleResponse } from '@aws-sdk/client-sts'
import type { AssumedRoleOrder } from '../../core/issuance/order.ts'
import { defined } from '../../core/language/defined.ts'
import type { Issued } from '../../core/ports.ts'
import type { Doing } from '../errors/doing.ts'
import { sessionCredentials } from './session-credentials.ts'
import type { EndedSession } from './with-end.ts'

/**
 * The session of a role that STS answered with, whichever way it was asked.
 *
 * @throws as {@link sessionCredentials}.
 */
export function assumedRole(
  doing: Doing,
  { roleArn, sessionName }: AssumedRoleOrder,
  { reply, denyAfter }: EndedSession<Pick<AssumeRoleResponse, 'AssumedRoleUser' | 'Credentials'>>,
): Issued {
  const facts = { arn: reply.AssumedRoleUser?.Arn, denyAfter }
  const endsByPolicy = denyAfter === undefined ? undefined : (true as const)
  return {
    credentials: sessionCredentials(doing, reply.Credentials, facts),
    principal: { type: 'assumed_role', roleArn, sessionName, ...defined({ endsByPolicy }) },
  }
}
