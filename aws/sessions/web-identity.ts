import type { AssumedRoleOrder } from '../../core/issuance/order.ts'
import type { Issued } from '../../core/ports.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { AwsClients } from '../clients/clients.ts'
import type { Doing } from '../errors/doing.ts'
import { assumeWithToken } from './assume-with-token.ts'
import { groupPolicies } from './group-policies.ts'
import { assumedRole } from './assumed-role.ts'
import { askWithEnd } from './with-end.ts'
import { withNameCure } from './with-name-cure.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'

/** Fetches an OIDC token that AWS trusts: a new one each time, for they live for minutes. */
export type IdentityToken = (options: CallOptions) => Promise<Secret>

/**
 * Takes a session of a role with an OIDC token, without any credentials of daypass's own. No role is chained, so
 * it may live for the role's whole maximum. One request after the token, and those for the policies of groups.
 * Death or a lost reply leaves a session that nobody holds.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 *
 * @throws `aws-rejected` for what this call of AWS has no parameter for, before anything is asked.
 */
export async function assumeRoleWithWebIdentity(
  clients: AwsClients,
  identityToken: IdentityToken,
  order: AssumedRoleOrder,
  options: CallOptions,
): Promise<Issued> {
  refuseUnknownToWebIdentity(order)
  // The token is the slowest of the three: the others are ready when it comes.
  const [token, sts, fromGroups] = await allOrFirstFailure([
    identityToken(options),
    clients.sts(),
    groupPolicies(clients, order.groups, options),
  ])
  const doing: Doing = `sts:AssumeRoleWithWebIdentity on ${order.roleArn}`
  const session = await askWithEnd({ ...order, fromGroups, hasOwnRights: true }, (narrowed) => {
    const { roleArn: RoleArn, sessionName: RoleSessionName, durationSeconds } = order
    const request = { RoleArn, RoleSessionName, DurationSeconds: durationSeconds, ...narrowed }
    return withNameCure(RoleSessionName, () =>
      assumeWithToken(sts, { token, request, doing }, options),
    )
  })
  return assumedRole(doing, order, session)
}

function refuseUnknownToWebIdentity(order: AssumedRoleOrder): void {
  const unknown = [
    ...(order.externalId === undefined ? [] : ['external_id']),
    ...(order.sourceIdentity === undefined ? [] : ['source_identity']),
    ...(Object.keys(order.sessionTags).length === 0 ? [] : ['session_tags']),
  ]
  if (unknown.length === 0) return
  throw new DaypassError(
    'aws-rejected',
    `AssumeRoleWithWebIdentity on ${order.roleArn} takes no ${unknown.join(', ')}`,
    { hint: 'take the role through a broker role, or leave them out of the role' },
  )
}
