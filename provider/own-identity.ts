import { readFile } from 'node:fs/promises'
import { type AwsConfig, awsClients } from '../aws/clients/clients.ts'
import { roleSession, webIdentitySession } from '../aws/clients/role-session.ts'
import type { Clock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Settings, TokenSource } from './configuration/settings.ts'
import { defined } from '../core/language/defined.ts'

/**
 * As whom the provider itself works: its key, profile or what the SDK finds; from it the web identity, from that the role
 * to assume. AWS is asked at the first use, and sessions are replaced before they end.
 */
export function ownIdentity(settings: Settings, clock: Clock): AwsConfig {
  const { region, profile, endpoints, key, webIdentity, assumeRole } = settings
  const { iam: iamEndpoint, sts: stsEndpoint } = endpoints
  const as = (credentials: AwsConfig['credentials']): AwsConfig => ({
    userAgent: 'terraform',
    ...defined({ region, credentials, profile, iamEndpoint, stsEndpoint }),
  })
  const first = as(key)
  const second =
    webIdentity === undefined
      ? first
      : as(
          webIdentitySession(awsClients(first), webIdentity, {
            clock,
            identityToken: () => readToken(webIdentity.source),
          }),
        )
  return assumeRole === undefined
    ? second
    : as(roleSession(awsClients(second), assumeRole, { clock }))
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
