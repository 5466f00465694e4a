import type { CallOptions } from '../../core/call-options.ts'
import { ask } from './ask.ts'
import type { AwsClients } from './clients.ts'

/** Who AWS takes us for. */
export interface CallerIdentity {
  /** Twelve digits. */
  readonly accountId: string
  /** Of the user or the role session. */
  readonly arn: string
  /** Unique id of the user, or `<role id>:<session name>`. */
  readonly userId: string
}

/**
 * Asks AWS whose credentials daypass runs with: the one call that needs no right.
 *
 * @throws `aws-credentials-missing`, `aws-unavailable`; `aws-rejected` where the endpoint does not offer it.
 */
export async function callerIdentity(
  clients: AwsClients,
  options: CallOptions = {},
): Promise<CallerIdentity> {
  const sts = await clients.sts()
  const reply = await ask('sts:GetCallerIdentity on daypass’s own credentials', options, (http) =>
    sts.getCallerIdentity({}, http),
  )
  return { accountId: reply.Account ?? '', arn: reply.Arn ?? '', userId: reply.UserId ?? '' }
}
