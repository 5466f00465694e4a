import type { Clock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { DaypassError } from '../../core/errors.ts'
import type { SessionTokenOrder } from '../../core/issuance/order.ts'
import type { Issued } from '../../core/ports.ts'
import type { CallOptions } from '../../core/call-options.ts'
import type { SecondStore } from '../../core/revocation/ports.ts'
import { ask } from '../clients/ask.ts'
import type { Doing } from '../errors/doing.ts'
import type { AwsClients } from '../clients/clients.ts'
import { issuingUser } from './issuing-user.ts'
import { sessionCredentials } from './session-credentials.ts'
import { defined } from '../../core/language/defined.ts'

/** How often an answer from outside the reserved second is thrown away before giving up. */
const TRIES_MAX = 4

/** What telling one token from its siblings takes. */
export interface SessionTokenPorts {
  readonly clock: Clock
  readonly seconds: SecondStore
}

/**
 * Takes a session with all rights of the calling IAM user, with MFA where it is asked for. AWS wants a
 * long-term key for this.
 *
 * All tokens of a user look alike but for their second of issue. Three seconds are reserved beforehand and
 * AWS is asked in the middle one; the answer's end tells when it was issued (its end less its length), and
 * a token from outside the middle second is thrown away and asked for again. So a second lies between any
 * two. Death or a lost reply leaves a session that nobody holds.
 */
export async function getSessionToken(
  clients: AwsClients,
  ports: SessionTokenPorts,
  order: SessionTokenOrder,
  options: CallOptions,
): Promise<Issued> {
  const issuerArn = await issuingUser(clients, options)
  if (issuerArn === undefined) {
    const credentials = await askForToken(clients, order, options)
    return {
      credentials,
      principal: { type: 'session_token', accessKeyId: credentials.accessKeyId },
    }
  }
  // How far AWS's clock is from ours, as the first answer shows.
  let aheadSeconds = 0
  for (let attempt = 1; attempt <= TRIES_MAX; attempt++) {
    const middle = await reserveSecond(ports, issuerArn, aheadSeconds, options)
    const credentials = await askForToken(clients, order, options)
    const issued = credentials.expiresAt.getTime() / 1000 - order.durationSeconds
    // A code of an MFA device works once, so there is no asking again: the seconds beside it are reserved too.
    const slack = order.mfaCode === undefined ? 0 : 1
    if (Math.abs(Math.floor(issued) - middle) <= slack) {
      const issuedSecond = new Date(Math.floor(issued) * 1000)
      const { accessKeyId } = credentials
      return {
        credentials,
        principal: { type: 'session_token', accessKeyId, issuerArn, issuedSecond },
      }
    }
    aheadSeconds += Math.floor(issued) - middle
  }
  throw new DaypassError(
    'aws-unavailable',
    'AWS never answered within the second that was reserved for the session',
    {
      hint: 'the clock of this machine or the way to AWS is too unsteady: try again',
    },
  )
}

/** Waits for a free second of the user and answers it, as AWS counts. */
async function reserveSecond(
  { clock, seconds }: SessionTokenPorts,
  issuerArn: string,
  aheadSeconds: number,
  options: CallOptions,
): Promise<number> {
  const awsMilliseconds = () => clock.now().getTime() + aheadSeconds * 1000
  const soonest = Math.ceil(awsMilliseconds() / 1000)
  for (let slot = Math.ceil((soonest - 1) / SLOT_SECONDS) * SLOT_SECONDS; ; slot += SLOT_SECONDS) {
    if (!(await seconds.reserve(issuerArn, slot))) continue
    const waitMilliseconds = (slot + 1) * 1000 + INTO_SECOND_MILLISECONDS - awsMilliseconds()
    if (waitMilliseconds > 0) await clock.sleep(waitMilliseconds, options.signal)
    return slot + 1
  }
}

/** A reserved second with one before and one behind. */
const SLOT_SECONDS = 3

/** Where in the middle second AWS is asked: the request takes its time to get there. */
const INTO_SECOND_MILLISECONDS = 200

async function askForToken(
  clients: AwsClients,
  order: SessionTokenOrder,
  options: CallOptions,
): Promise<Credentials> {
  const doing: Doing = 'sts:GetSessionToken on the calling user'
  const sts = await clients.sts()
  const reply = await ask(doing, options, (http) =>
    sts.getSessionToken(
      {
        DurationSeconds: order.durationSeconds,
        ...defined({ SerialNumber: order.mfaSerialNumber, TokenCode: order.mfaCode }),
      },
      http,
    ),
  )
  return sessionCredentials(doing, reply.Credentials, {})
}
