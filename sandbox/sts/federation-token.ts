import { authorise } from '../access/authorise.ts'
import { requestTagContext } from '../access/context.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { awsArn } from '../world/arn.ts'
import { longTermUser } from './long-term-user.ts'
import { credentialFields, readDuration, sizeFields, startSession } from './new-session.ts'
import { readSessionPolicies } from './session-policies.ts'
import type { StsCall } from './sts-call.ts'

const MAX_SECONDS = 129_600
const NORMAL_SECONDS = 43_200

/**
 * GetFederationToken: the rights of the user and of the session policies, whichever is less
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html).
 */
export function getFederationToken(call: StsCall): XmlFields {
  const name = call.input.text('Name', TEXT_RULES.federatedName)
  const seconds = readDuration(call, MAX_SECONDS, NORMAL_SECONDS)
  const tags = call.input.tags()
  const policies = readSessionPolicies(call, tags)
  const user = longTermUser(call)
  const accountId = user.accountId
  const arn = awsArn(call.world, 'sts', accountId, `federated-user/${name}`)
  const context = { ...requestTagContext(tags), 'sts:DurationSeconds': String(seconds) }
  const rights = Object.keys(tags).length === 0 ? [] : ['sts:TagSession']
  for (const action of ['sts:GetFederationToken', ...rights]) {
    authorise(call, { action, resource: arn, context })
  }
  const session = startSession(
    call,
    {
      kind: 'federated-user',
      accountId,
      arn,
      userId: `${accountId}:${name}`,
      name,
      principalName: user.name,
      principalId: user.id,
      tags,
      transitiveTagKeys: [],
    },
    seconds,
    policies,
  )
  return {
    Credentials: credentialFields(session),
    FederatedUser: { FederatedUserId: session.userId, Arn: arn },
    ...sizeFields(session, policies),
  }
}
