import type { Clock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { isDaypassError } from '../../core/errors.ts'
import { ask } from './ask.ts'
import { type AwsClients, type AwsConfig, asHolder } from './clients.ts'
import type { Doing } from '../errors/doing.ts'
import { assumeWithToken } from '../sessions/assume-with-token.ts'
import { sessionCredentials } from '../sessions/session-credentials.ts'
import type { IdentityToken } from '../sessions/web-identity.ts'
import { defined } from '../../core/language/defined.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'

/** A role that daypass itself works as. */
export interface OwnRole {
  readonly roleArn: string
  readonly sessionName: string
  /** AWS's default, an hour, when absent. */
  readonly durationSeconds?: number | undefined
  /** Not for a web identity. */
  readonly externalId?: string | undefined
  /** Of the device of the user who takes it. AWS takes a code once, so this session cannot be replaced. Not for a web identity. */
  readonly mfa?: { readonly serialNumber: string; readonly code: string } | undefined
}

/** Credentials as the SDK's configurations take them. */
export type CredentialsProvider = NonNullable<AwsConfig['credentials']>

/** AWS's default. */
const HOUR_SECONDS = 3600

/** How long before their end credentials are replaced. */
const REFRESH_BEFORE_MS = 5 * 60_000

/**
 * Credentials of a role that is taken with an OIDC token, fetched at first use, shared by all clients that get this
 * provider, and replaced five minutes before they end.
 */
export function webIdentitySession(
  clients: AwsClients,
  role: OwnRole,
  ports: { readonly clock: Clock; readonly identityToken: IdentityToken },
): CredentialsProvider {
  const doing: Doing = `sts:AssumeRoleWithWebIdentity on ${role.roleArn}`
  return sharedUntilItEnds(ports.clock, role, async () => {
    const [token, sts] = await allOrFirstFailure([ports.identityToken({}), clients.sts()])
    const reply = await assumeWithToken(sts, { token, request: parameters(role), doing }, {})
    return sessionCredentials(doing, reply.Credentials, {})
  })
}

/** The same for a role that is taken with the clients' own credentials. */
export function roleSession(
  clients: AwsClients,
  role: OwnRole,
  ports: { readonly clock: Clock },
): CredentialsProvider {
  const doing: Doing = `sts:AssumeRole on ${role.roleArn}`
  return sharedUntilItEnds(ports.clock, role, async () => {
    const sts = await clients.sts()
    const { externalId, mfa } = role
    const request = {
      ...parameters(role),
      ...defined({
        ExternalId: externalId,
        SerialNumber: mfa?.serialNumber,
        TokenCode: mfa?.code,
      }),
    }
    const reply = await ask(doing, {}, (http) => sts.assumeRole(request, http))
    return sessionCredentials(doing, reply.Credentials, {})
  })
}

function parameters({ roleArn, sessionName, durationSeconds }: OwnRole) {
  return {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...defined({ DurationSeconds: durationSeconds }),
  }
}

/** How long an answer of "no" stands: each client asks on its own, and a trust policy does not change meanwhile. */
const REFUSED_FOR_MS = 5000

/** Each SDK client keeps what a provider answers; this keeps it for all of them. */
function sharedUntilItEnds(
  clock: Clock,
  { durationSeconds = HOUR_SECONDS }: OwnRole,
  take: () => Promise<Credentials>,
): CredentialsProvider {
  let taken:
    { readonly made: Promise<Credentials>; readonly askedAt: number; staleAt: number } | undefined
  return async () => {
    if (taken === undefined || taken.staleAt <= clock.now().getTime()) {
      taken = { made: take(), askedAt: clock.now().getTime(), staleAt: Infinity }
    }
    const mine = taken
    try {
      const credentials = await mine.made
      // Not by the end that AWS says: this clock may be wrong.
      mine.staleAt = mine.askedAt + durationSeconds * 1000 - REFRESH_BEFORE_MS
      return { ...(await asHolder(credentials)()), expiration: credentials.expiresAt }
    } catch (error) {
      const refused = isDaypassError(error, 'aws-denied', 'aws-rejected', 'aws-credentials-missing')
      if (mine.staleAt === Infinity) {
        mine.staleAt = clock.now().getTime() + (refused ? REFUSED_FOR_MS : 0)
      }
      throw error
    }
  }
}
