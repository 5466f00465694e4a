import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { formatDuration } from '../../core/language/duration.ts'
import type { AssumedRoleOrder } from '../../core/issuance/order.ts'
import { callerIdentity } from '../clients/caller.ts'
import type { AwsClients } from '../clients/clients.ts'
import { CHAIN_CURE } from '../errors/aws-hint.ts'

/** A role that another role's session takes ("role chaining"): STS API reference, AssumeRole, DurationSeconds. */
const CHAINED_SECONDS_MAX = 3600

/**
 * Refuses what AWS would refuse: longer than an hour with the session of another role. Who daypass is, is asked only for a
 * longer session, and only where its own credentials are a session's; a session of a user's own key is no chain.
 *
 * @throws `request-invalid`.
 */
export async function refuseLongChain(
  clients: AwsClients,
  { roleArn, durationSeconds }: AssumedRoleOrder,
  options: CallOptions,
): Promise<void> {
  if (durationSeconds <= CHAINED_SECONDS_MAX) return
  const { sessionToken } = await (await clients.sts()).config.credentials()
  if (sessionToken === undefined) return
  const caller = await callerIdentity(clients, options).catch((error: unknown) => {
    // Not every endpoint tells, and AWS has the last word.
    if (isDaypassError(error, 'aws-rejected')) return undefined
    throw error
  })
  if (!caller?.arn.includes(':assumed-role/')) return
  const asked = formatDuration(durationSeconds)
  const message = `daypass works as ${caller.arn}, and AWS lets no role take another for longer than 1h: ${roleArn} for ${asked} would be refused`
  throw new DaypassError('request-invalid', message, { hint: CHAIN_CURE })
}
