import { allOrFirstFailure } from '../../core/language/in-parallel.ts'
import type { FederationTokenOrder } from '../../core/issuance/order.ts'
import type { Issued } from '../../core/ports.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { ask } from '../clients/ask.ts'
import type { Doing } from '../errors/doing.ts'
import type { AwsClients } from '../clients/clients.ts'
import { groupPolicies } from './group-policies.ts'
import { issuingUser } from './issuing-user.ts'
import { sessionCredentials } from './session-credentials.ts'
import { askWithEnd } from './with-end.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * Takes a federated session of the calling IAM user, narrowed by session policies: without one it could do
 * nothing. AWS wants a long-term key for this. Death or a lost reply leaves a session that nobody holds.
 */
export async function getFederationToken(
  clients: AwsClients,
  order: FederationTokenOrder,
  options: CallOptions,
): Promise<Issued> {
  const fromGroups = await groupPolicies(clients, order.groups, options)
  const doing: Doing = `sts:GetFederationToken on federated-user/${order.userName}`
  const sts = await clients.sts()
  const request = { Name: order.userName, DurationSeconds: order.durationSeconds }
  const [{ reply, denyAfter }, issuerArn] = await allOrFirstFailure([
    askWithEnd({ ...order, fromGroups, hasOwnRights: false }, (narrowed) =>
      ask(doing, options, (http) => sts.getFederationToken({ ...request, ...narrowed }, http)),
    ),
    issuingUser(clients, options),
  ])
  const facts = { arn: reply.FederatedUser?.Arn, denyAfter }
  const endsByPolicy = denyAfter === undefined ? undefined : (true as const)
  return {
    credentials: sessionCredentials(doing, reply.Credentials, facts),
    principal: {
      type: 'federation_token',
      userName: order.userName,
      ...defined({ issuerArn, endsByPolicy }),
    },
  }
}
