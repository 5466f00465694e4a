import type { XmlFields } from '../wire/xml-write.ts'
import { longTermUser } from './long-term-user.ts'
import { checkMfa } from './mfa.ts'
import { credentialFields, readDuration, startSession } from './new-session.ts'
import type { StsCall } from './sts-call.ts'

const MAX_SECONDS = 129_600
const NORMAL_SECONDS = 43_200

/**
 * GetSessionToken: all rights of the user. "No permissions are required", and no policy can forbid it
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html).
 */
export function getSessionToken(call: StsCall): XmlFields {
  const seconds = readDuration(call, MAX_SECONDS, NORMAL_SECONDS)
  const user = longTermUser(call)
  call.trace.resource = user.arn
  const withMfa = checkMfa(call)
  const session = startSession(
    call,
    {
      kind: 'user-session',
      accountId: user.accountId,
      arn: user.arn,
      userId: user.id,
      name: user.name,
      principalName: user.name,
      principalId: user.id,
      tags: {},
      transitiveTagKeys: [],
      ...(withMfa && { mfaAt: call.now }),
    },
    seconds,
  )
  return { Credentials: credentialFields(session) }
}
