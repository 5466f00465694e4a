import type { S3 } from '@aws-sdk/client-s3'
import type { Credentials } from '../../core/credentials.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { type AwsFault, readFault } from '../errors/aws-fault.ts'
import type { AwsClients } from '../clients/clients.ts'
import { NEXT_TO_THE_WIRE, wholeReply } from '../../core/language/whole-reply.ts'
import { defined } from '../../core/language/defined.ts'

/** What AWS makes of a lease's credentials now. */
export type Sight =
  /** It did what was asked. */
  | 'allowed'
  /** The credentials may do other things, but not this. */
  | 'no-right'
  /** A policy of the role or user behind them denies it in so many words. */
  | 'denied'
  /** AWS does not know them (any more). */
  | 'unknown-key'
  /** No answer that says anything. */
  | 'unclear'

/** What credentials are needed for a look: without the facts about them. */
export type ProbedCredentials = Pick<
  Credentials,
  'accessKeyId' | 'secretAccessKey' | 'sessionToken'
>

/** Where S3 is; AWS's own when absent. */
export interface ProbePlace {
  readonly endpoint?: string
}

/** Looks with somebody's credentials what AWS makes of them. Changes nothing. */
export type LeaseProbe = (options: CallOptions) => Promise<Sight>

/**
 * A look by `s3:ListAllMyBuckets`. Of the calls that change nothing it is the one that sessions of every kind
 * may try and that says why not: federated users can call neither IAM nor STS and session tokens without MFA
 * hardly, GetCallerIdentity cannot be denied at all, and AssumeRole is what the policy of a short lease denies
 * anyway. S3 tells an explicit deny from a missing right in its words ("with an explicit deny in an
 * identity-based policy"), and which kind of policy denies: session policies have denies too.
 *
 * Sources: IAM User Guide, troubleshoot_access-denied and id_credentials_temp_request (what the kinds of
 * sessions may call); S3 User Guide, troubleshoot-403-errors.
 *
 * Every look goes over a new connection, so as to meet another host.
 */
export async function leaseProbe(
  clients: AwsClients,
  credentials: ProbedCredentials,
  { endpoint }: ProbePlace = {},
): Promise<LeaseProbe> {
  const { S3 } = await import('@aws-sdk/client-s3')
  const region = await (await clients.sts()).config.region()
  const s3: S3 = new S3({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    credentials: {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey.reveal(),
      ...(credentials.sessionToken && { sessionToken: credentials.sessionToken.reveal() }),
    },
    maxAttempts: 1,
    customUserAgent: 'daypass',
    requestHandler: {
      connectionTimeout: 3000,
      requestTimeout: 5000,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  })
  s3.middlewareStack.add(wholeReply, NEXT_TO_THE_WIRE)
  return async ({ signal }) => {
    try {
      await s3.listBuckets({ MaxBuckets: 1 }, defined({ abortSignal: signal }))
      return 'allowed'
    } catch (error) {
      return sightOf(readFault(error))
    }
  }
}

const UNKNOWN_KEY =
  /^(?:InvalidAccessKeyId|InvalidClientTokenId|InvalidToken|ExpiredToken|TokenRefreshRequired)$/

function sightOf({ code, status, message }: AwsFault): Sight {
  if (code !== undefined && UNKNOWN_KEY.test(code)) return 'unknown-key'
  if (code !== 'AccessDenied' && (code !== undefined || status !== 403)) return 'unclear'
  return message.includes('explicit deny in an identity-based policy') ? 'denied' : 'no-right'
}
