import { readFile } from 'node:fs/promises'
import { type AwsClients, type AwsConfig, awsClients } from '../aws/clients/clients.ts'
import {
  type CredentialsProvider,
  roleSession,
  webIdentitySession,
} from '../aws/clients/role-session.ts'
import type { Clock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Settings, TokenSource } from './configuration/settings.ts'
import { defined } from '../core/language/defined.ts'

/** As whom the provider itself works, for every SDK client. */
export interface OwnIdentity {
  readonly config: AwsConfig
  readonly clients: AwsClients
}

/**
 * The provider's own identity: its key, profile or what the SDK finds; from it the web identity, from that the role
 * to assume. AWS is asked at the first use, and sessions are replaced before they end.
 */
export function ownIdentity(settings: Settings, clock: Clock): OwnIdentity {
  const { webIdentity, assumeRole } = settings
  const first = identityWith(settings, settings.key)
  const second =
    webIdentity === undefined
      ? first
      : identityWith(
          settings,
          webIdentitySession(first.clients, webIdentity, {
            clock,
            identityToken: () => readToken(webIdentity.source),
          }),
        )
  return assumeRole === undefined
    ? second
    : identityWith(settings, roleSession(second.clients, assumeRole, { clock }))
}

function identityWith(
  { region, profile, endpoints }: Settings,
  credentials: Settings['key'] | CredentialsProvider,
): OwnIdentity {
  const config: AwsConfig = {
    userAgent: 'terraform',
    ...defined({
      region,
      credentials,
      profile,
      iamEndpoint: endpoints.iam,
      stsEndpoint: endpoints.sts,
    }),
  }
  return { config, clients: awsClients(config) }
}

async function readToken(source: TokenSource): Promise<Secret> {
  if ('token' in source) return new Secret(source.token)
  try {
    return new Secret((await readFile(source.file, 'utf8')).trim())
  } catch (cause) {
    throw new DaypassError(
      'aws-credentials-missing',
      `the token file ${source.file} cannot be read`,
      { cause, hint: 'correct web_identity_token_file in the provider block' },
    )
  }
}
