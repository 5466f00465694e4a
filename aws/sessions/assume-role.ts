import type { AssumedRoleOrder } from '../../core/issuance/order.ts'
import type { Issued } from '../../core/ports.ts'
import type { CallOptions } from '../../core/call-options.ts'
import type { Doing } from '../errors/doing.ts'
import type { AwsClients } from '../clients/clients.ts'
import { ask } from '../clients/ask.ts'
import { groupPolicies } from './group-policies.ts'
import { assumedRole } from './assumed-role.ts'
import { refuseLongChain } from './refuse-long-chain.ts'
import { askWithEnd } from './with-end.ts'
import { withNameCure } from './with-name-cure.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * Takes a session of a role. One request, and those for the policies of groups before it. Death or a lost
 * reply leaves a session that nobody holds.
 *
 * @throws as {@link refuseLongChain}.
 */
export async function assumeRole(
  clients: AwsClients,
  order: AssumedRoleOrder,
  options: CallOptions,
): Promise<Issued> {
  const [fromGroups] = await allOrFirstFailure([
    groupPolicies(clients, order.groups, options),
    refuseLongChain(clients, order, options),
  ])
  const tags = Object.entries(order.sessionTags).map(([Key, Value]) => ({ Key, Value }))
  const doing: Doing = `sts:AssumeRole on ${order.roleArn}`
  const sts = await clients.sts()
  const request = {
    RoleArn: order.roleArn,
    RoleSessionName: order.sessionName,
    DurationSeconds: order.durationSeconds,
    ...defined({ ExternalId: order.externalId, SourceIdentity: order.sourceIdentity }),
    ...(tags.length === 0 ? {} : { Tags: tags }),
  }
  const session = await askWithEnd({ ...order, fromGroups, hasOwnRights: true }, (narrowed) =>
    withNameCure(order.sessionName, () =>
      ask(doing, options, (http) => sts.assumeRole({ ...request, ...narrowed }, http)),
    ),
  )
  return assumedRole(doing, order, session)
}
