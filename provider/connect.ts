import { type Connection, type ProcessContext, connect } from '../assembly/connect.ts'
import { findToken } from '../assembly/identity-token/find-token.ts'
import { type TokenSource, identityTokenFrom } from '../assembly/identity-token/identity-token.ts'
import { signingToken } from '../assembly/identity-token/signing-token.ts'
import type { IdentityToken } from '../aws/sessions/web-identity.ts'
import type { Holder } from '../core/lease/holder.ts'
import type { ProviderSettings } from './configuration/settings.ts'
import { type Closings, closings } from './closing/closings.ts'
import { terraformHolder } from './holder.ts'
import { ownIdentity } from './own-identity.ts'

/** Everything put together, as the provider's configuration says. */
export interface ProviderConnection extends Connection {
  readonly holder: Holder
  readonly closings: Closings
  /** The token that says whose job this is, where there is one: the one that it signs in with, else what the environment has. */
  readonly subjectToken: IdentityToken | undefined
}

/**
 * Puts the parts together. Asks nothing of AWS, and loads no SDK.
 *
 * @throws `state-url-invalid`.
 */
export async function connectProvider(
  settings: ProviderSettings,
  surroundings: ProcessContext,
): Promise<ProviderConnection> {
  const config = ownIdentity(settings, surroundings)
  const source = subjectSource(settings, surroundings)
  const connection = connect(settings, { config, s3Endpoint: settings.endpoints.s3 }, surroundings)
  return {
    ...connection,
    subjectToken: source && identityTokenFrom(source, surroundings),
    closings: closings(connection.ports),
    holder: await terraformHolder(surroundings, settings.holder),
  }
}

function subjectSource(
  { webIdentity, key, profile }: ProviderSettings,
  { env }: ProcessContext,
): TokenSource | undefined {
  if (webIdentity !== undefined) return webIdentity.source
  const signing = key === undefined ? signingToken(env, profile) : undefined
  return signing ?? findToken(env)
}
