import { type Connection, type ProcessContext, connect } from '../assembly/connect.ts'
import type { Holder } from '../core/lease/holder.ts'
import type { Settings } from './configuration/settings.ts'
import { type Closings, closings } from './closing/closings.ts'
import { terraformHolder } from './holder.ts'
import { ownIdentity } from './own-identity.ts'

/** Everything put together, as the provider's configuration says. */
export interface ProviderConnection extends Connection {
  readonly holder: Holder
  readonly closings: Closings
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
  const connection = connect(settings, { config, s3Endpoint: settings.endpoints.s3 }, surroundings)
  return {
    ...connection,
    closings: closings(connection.ports),
    holder: await terraformHolder(surroundings, settings.holder),
  }
}
