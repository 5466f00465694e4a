import type { AssumedRoleOrder } from '../../core/issuance/order.ts'
import type { Issued } from '../../core/ports.ts'
import type { CallOptions } from '../../core/call-options.ts'
import type { Doing } from '../errors/doing.ts'
import type { AwsClients } from '../clients/clients.ts'
import { ask } from '../clients/ask.ts'
import { groupPolicies } from './group-policies.ts'
import { sessionCredentials } from './session-credentials.ts'
import { sessionPolicy } from './session-policy.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * Takes a session of a role. One request, and those for the policies of groups before it. Death or a lost
 * reply leaves a session that nobody holds.
 */
export async function assumeRole(
  clients: AwsClients,
  order: AssumedRoleOrder,
  options: CallOptions,
): Promise<Issued> {
  const fromGroups = await groupPolicies(clients, order.groups, options)
  const narrowed = sessionPolicy({ ...order, fromGroups, hasOwnRights: true })
  const tags = Object.entries(order.sessionTags).map(([Key, Value]) => ({ Key, Value }))
  const doing: Doing = `sts:AssumeRole on ${order.roleArn}`
  const sts = await clients.sts()
  const reply = await ask(doing, options, (http) =>
    sts.assumeRole(
      {
        RoleArn: order.roleArn,
        RoleSessionName: order.sessionName,
        DurationSeconds: order.durationSeconds,
        ...narrowed,
        ...defined({ ExternalId: order.externalId, SourceIdentity: order.sourceIdentity }),
        ...(tags.length === 0 ? {} : { Tags: tags }),
      },
      http,
    ),
  )
  const facts = { arn: reply.AssumedRoleUser?.Arn, denyAfter: order.denyAfter }
  return {
    credentials: sessionCredentials(doing, reply.Credentials, facts),
    principal: { type: 'assumed_role', roleArn: order.roleArn, sessionName: order.sessionName },
  }
}
