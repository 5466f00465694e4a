import type { STS } from '@aws-sdk/client-sts'
import type { Clock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { ask } from '../clients/ask.ts'
import { readFault } from '../errors/aws-fault.ts'
import type { AwsClients } from '../clients/clients.ts'

const FIRST_PAUSE_MS = 200
const PAUSE_MAX_MS = 2000
const WAIT_MAX_SECONDS = 60

/**
 * Waits until AWS accepts a new access key, by the one call that no policy can forbid: GetCallerIdentity.
 * The first try comes at once, the next after 0.2 s, then ever longer up to 2 s.
 *
 * A first try that succeeds is enough. After a refusal two successes in a row are wanted: the key is then
 * just spreading, some of STS's hosts know it and some do not, and every try goes over a new connection
 * so as to meet another host. That AWS knows the key is all this can show; other services and regions may
 * follow a little later.
 *
 * An endpoint without GetCallerIdentity (Ceph answers 405) is taken at its word.
 *
 * @throws `key-not-accepted` when the key is still refused after a minute; `aws-unavailable` or
 * `aws-throttled` when STS did not answer by then; `cancelled`.
 */
export async function confirmKey(
  clients: AwsClients,
  clock: Clock,
  { accessKeyId, secretAccessKey }: Pick<Credentials, 'accessKeyId' | 'secretAccessKey'>,
  options: CallOptions,
): Promise<void> {
  const sts = await clients.stsAs(accessKeyId, secretAccessKey)
  const end = clock.now().getTime() + WAIT_MAX_SECONDS * 1000
  let wanted = 1
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, PAUSE_MAX_MS)) {
    const refusal = await tryKey(sts, accessKeyId, options)
    if (refusal === undefined) {
      wanted -= 1
      if (wanted === 0) return
    } else {
      wanted = 2
      if (clock.now().getTime() + pause > end) throw refusal
    }
    await clock.sleep(pause, options.signal)
  }
}

/** Undefined when AWS accepts the key, else why not. */
async function tryKey(
  sts: STS,
  accessKeyId: string,
  options: CallOptions,
): Promise<DaypassError | undefined> {
  try {
    await ask(`sts:GetCallerIdentity on access key ${accessKeyId}`, options, (http) =>
      sts.getCallerIdentity({}, http),
    )
    return undefined
  } catch (error) {
    if (!isDaypassError(error) || error.code === 'cancelled') throw error
    if (error.code === 'aws-throttled' || error.code === 'aws-unavailable') return error
    if (isKnownButDenied(error) || isNotOffered(error)) return undefined
    return new DaypassError(
      'key-not-accepted',
      `AWS still refuses the new access key ${accessKeyId} after ${WAIT_MAX_SECONDS} s`,
      { cause: error },
    )
  }
}

/** A denial comes after the signature was checked. Without AWS's code, a 403 may mean either. */
function isKnownButDenied(error: DaypassError): boolean {
  return error.code === 'aws-denied' && readFault(error).code !== undefined
}

function isNotOffered(error: DaypassError): boolean {
  const { status, code } = readFault(error)
  return status === 405 || status === 501 || code === 'InvalidAction'
}
