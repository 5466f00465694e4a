import type { Credentials as StsCredentials } from '@aws-sdk/client-sts'
import { earlier } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { DaypassError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import { keyInReply } from '../key-in-reply.ts'
import type { Doing } from '../errors/doing.ts'

/**
 * Reads what STS answered. They end when STS says, or earlier where their policy ends them.
 *
 * @throws `outcome-unknown` when the reply has no credentials, or some that nobody could use.
 */
export function sessionCredentials(
  doing: Doing,
  reply: StsCredentials | undefined,
  facts: { readonly arn?: string | undefined; readonly denyAfter?: Date | undefined },
): Credentials {
  const key = keyInReply(reply)
  const { SessionToken, Expiration } = reply ?? {}
  if (
    key === undefined ||
    SessionToken === undefined ||
    !/^[!-~]+$/.test(SessionToken) ||
    Expiration === undefined ||
    Number.isNaN(Expiration.getTime())
  ) {
    throw new DaypassError('outcome-unknown', `${doing} was answered without credentials`)
  }
  return {
    ...key,
    sessionToken: new Secret(SessionToken),
    arn: facts.arn,
    expiresAt: earlier(Expiration, facts.denyAfter),
  }
}
