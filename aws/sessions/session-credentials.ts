import type { Credentials as StsCredentials } from '@aws-sdk/client-sts'
import { earlier } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { DaypassError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import type { Doing } from '../errors/doing.ts'

/**
 * Reads what STS answered. They end when STS says, or earlier where their policy ends them.
 *
 * @throws `outcome-unknown` when the reply has no credentials.
 */
export function sessionCredentials(
  doing: Doing,
  reply: StsCredentials | undefined,
  facts: { readonly arn?: string | undefined; readonly denyAfter?: Date | undefined },
): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply ?? {}
  if (
    AccessKeyId === undefined ||
    SecretAccessKey === undefined ||
    SessionToken === undefined ||
    Expiration === undefined
  ) {
    throw new DaypassError('outcome-unknown', `${doing} was answered without credentials`)
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(SessionToken),
    arn: facts.arn,
    expiresAt: earlier(Expiration, facts.denyAfter),
  }
}
