import type { ProcessContext } from '../assembly/connect.ts'
import { identityTokenFrom } from '../assembly/identity-token/identity-token.ts'
import { type AwsConfig, awsClients } from '../aws/clients/clients.ts'
import { roleSession, webIdentitySession } from '../aws/clients/role-session.ts'
import type { ProviderSettings } from './configuration/settings.ts'
import { defined } from '../core/language/defined.ts'

/**
 * As whom the provider itself works: its key, profile or what the SDK finds; from it the web identity, from that the role
 * to assume. AWS is asked at the first use, and sessions are replaced before they end.
 */
export function ownIdentity(settings: ProviderSettings, surroundings: ProcessContext): AwsConfig {
  const { clock } = surroundings
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
            identityToken: identityTokenFrom(webIdentity.source, surroundings),
          }),
        )
  return assumeRole === undefined
    ? second
    : as(roleSession(awsClients(second), assumeRole, { clock }))
}
