import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { S3, S3ClientConfig } from '@aws-sdk/client-s3'
import type { S3Location } from '../location.ts'
import { WHERE_REPLIES_COME_IN, heardDate } from '../../core/language/heard-date.ts'
import { NEXT_TO_THE_WIRE, wholeReply } from '../../core/language/whole-reply.ts'
import type { DateListener } from '../../core/server-clock.ts'
import { AROUND_EVERYTHING, whyNoCredentials } from '../../core/no-credentials.ts'
import { QuietLogger } from '../../core/language/quiet-logger.ts'
import { defined } from '../../core/language/defined.ts'

/** A static key or a provider, as the SDK takes them. */
export type S3Credentials = NonNullable<S3ClientConfig['credentials']>

/** Whose credentials a client uses, and how it connects. */
export interface S3Access {
  /** The SDK's own chain when absent. */
  readonly credentials?: S3Credentials | undefined
  /** Profile of the shared AWS files, instead of what the environment names. */
  readonly profile?: string | undefined
  /** Called before the SDK's own chain is asked for credentials; what it throws is thrown. */
  readonly beforeChain?: (() => void) | undefined
  /** How connections are made: through a proxy, say. Node's own way when absent. */
  readonly agents?: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent } | undefined
  /** Hears from the replies of AWS's own S3 what time it is: other servers end nothing by time. */
  readonly listener?: DateListener | undefined
  /** Follows `daypass` in the user agent. */
  readonly userAgent?: string | undefined
}

/** Where a request goes if the location leaves it open. */
const REGION_OF_NO_REGION = 'us-east-1'

/**
 * A client of S3, loaded now: some 100 ms. A connection has to stand within 3 s and a reply to begin
 * within 10 s and to end within 30 more; what fails on the way is asked for three times in all. Connections are kept.
 */
export async function s3Client(location: S3Location, access: S3Access = {}): Promise<S3> {
  if (access.credentials === undefined) access.beforeChain?.()
  const { S3 } = await import('@aws-sdk/client-s3')
  const { endpoint } = location
  const region = location.region ?? (endpoint === undefined ? undefined : REGION_OF_NO_REGION)
  const client = new S3({
    maxAttempts: 3,
    logger: new QuietLogger(),
    customUserAgent: ['daypass', access.userAgent ?? ''].join(' ').trim(),
    requestHandler: {
      logger: new QuietLogger(),
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      socketTimeout: 10_000,
      throwOnRequestTimeout: true,
      ...access.agents,
    },
    forcePathStyle: location.pathStyle ?? endpoint !== undefined,
    // A chosen address is FIPS or not as it is; the SDK refuses both at once.
    ...(endpoint !== undefined && { useFipsEndpoint: false, useDualstackEndpoint: false }),
    ...defined({ region, endpoint, credentials: access.credentials, profile: access.profile }),
  })
  const { logger } = client.config
  const { profile } = access
  client.middlewareStack.add(whyNoCredentials({ logger, profile }), AROUND_EVERYTHING)
  client.middlewareStack.add(wholeReply, NEXT_TO_THE_WIRE)
  if (access.listener !== undefined)
    client.middlewareStack.add(heardDate(access.listener, isOfAws), WHERE_REPLIES_COME_IN)
  return client
}

/** By the names of endpoints in every partition. */
function isOfAws(hostname: string): boolean {
  return /\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/.test(
    hostname,
  )
}
