import { type Connection, type ProcessContext, connect } from '../assembly/connect.ts'
import type { Holder } from '../core/lease/holder.ts'
import type { Settings } from './configuration/settings.ts'
import { terraformHolder } from './holder.ts'
import { ownIdentity } from './own-identity.ts'

/** Everything put together, as the provider's configuration says. */
export interface ProviderConnection extends Connection {
  readonly holder: Holder
}

/**
 * Puts the parts together. Asks nothing of AWS, and loads no SDK.
 *
 * @throws `state-url-invalid`.
 */
export async function connectProvider(
  settings: Settings,
  surroundings: ProcessContext,
): Promise<ProviderConnection> {
  const config = ownIdentity(settings, surroundings.clock)
  return {
    ...connect(settings, { config, s3Endpoint: settings.endpoints.s3 }, surroundings),
    holder: await terraformHolder(surroundings, settings.holder),
  }
}
