import { refuse } from '../access/authorise.ts'
import type { Call } from '../access/call.ts'
import { AwsError } from '../aws-error.ts'
import { readInput } from '../wire/input.ts'
import type { Reply } from '../wire/reply.ts'
import { queryReply } from '../wire/reply.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { assumeRole } from './assume-role.ts'
import { getFederationToken } from './federation-token.ts'
import { getAccessKeyInfo, getCallerIdentity } from './identity.ts'
import { getSessionToken } from './session-token.ts'
import type { StsCall } from './sts-call.ts'

const operations: Readonly<Record<string, (call: StsCall) => XmlFields>> = {
  AssumeRole: assumeRole,
  GetAccessKeyInfo: getAccessKeyInfo,
  GetCallerIdentity: getCallerIdentity,
  GetFederationToken: getFederationToken,
  GetSessionToken: getSessionToken,
}

/** Does one signed operation of STS. */
export function handleSts(call: Call, fields: readonly (readonly [string, string])[]): Reply {
  const operation = operations[call.action]
  if (operation === undefined) {
    const message = `Could not find operation ${call.action} for version 2011-06-15`
    throw new AwsError(400, 'InvalidAction', message)
  }
  requireStsAllowed(call)
  const result = operation({ ...call, input: readInput(fields) })
  return queryReply('sts', call.action, result, call.requestId)
}

/**
 * Federated users may call GetCallerIdentity only, GetSessionToken sessions AssumeRole besides
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html).
 */
function requireStsAllowed(call: Call): void {
  const { caller, action } = call
  const restricted = caller.kind === 'federated-user' || caller.kind === 'user-session'
  if (!restricted || action === 'GetCallerIdentity') return
  if (caller.kind === 'user-session' && action === 'AssumeRole') return
  if (action.startsWith('Get') && action.endsWith('Token')) {
    const message = `Cannot call ${action} with session credentials`
    throw new AwsError(403, 'AccessDenied', message)
  }
  throw refuse(caller, `sts:${action}`, '*')
}
