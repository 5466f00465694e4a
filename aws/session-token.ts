import type { SessionTokenOrder } from '../core/order.ts'
import type { CallOptions, Issued } from '../core/ports.ts'
import { ask } from './ask.ts'
import type { Doing } from './doing.ts'
import type { AwsClients } from './clients.ts'
import { sessionCredentials } from './session-credentials.ts'

/**
 * Takes a session with all rights of the calling IAM user, with MFA where it is asked for. AWS wants a
 * long-term key for this. Death or a lost reply leaves a session that nobody holds.
 */
export async function getSessionToken(
  clients: AwsClients,
  order: SessionTokenOrder,
  options: CallOptions,
): Promise<Issued> {
  const doing: Doing = 'sts:GetSessionToken on the calling user'
  const sts = await clients.sts()
  const reply = await ask(doing, options, (http) =>
    sts.getSessionToken(
      {
        DurationSeconds: order.durationSeconds,
        ...(order.mfaSerialNumber === undefined ? {} : { SerialNumber: order.mfaSerialNumber }),
        ...(order.mfaCode === undefined ? {} : { TokenCode: order.mfaCode }),
      },
      http,
    ),
  )
  const credentials = sessionCredentials(doing, reply.Credentials, {})
  return { credentials, principal: { type: 'session_token', accessKeyId: credentials.accessKeyId } }
}
