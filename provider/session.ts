import type { Dialect } from '../core/role/role-origin.ts'
import type { ProviderSettings } from './configuration/settings.ts'
import type { ProviderConnection } from './connect.ts'
import { DiagnosticError } from '../terraform-plugin/protocol/diagnostic.ts'
import type { ProcessContext } from '../assembly/connect.ts'

/** What data sources and resources of a configured provider work with. */
export interface DaypassSession extends Pick<ProcessContext, 'clock' | 'random'> {
  /** Which ARNs are right; the lenient one while the endpoints are not known. */
  readonly dialect: Dialect
  /** Names of the roles that this process was asked to plan: they may not be there before the apply. */
  readonly plannedRoles: Set<string>
  /** @throws `DiagnosticError` as long as a part of the provider's configuration is not known. */
  readonly settings: () => ProviderSettings
  /**
   * The domain, put together at its first use: most processes of a command never get there.
   *
   * @throws as `settings`, and `state-url-invalid`.
   */
  readonly connect: () => Promise<ProviderConnection>
  /** Whether `connect` was asked for: if not, there is nothing to be ended. */
  readonly isConnected: () => boolean
}

/** A session for a plan in which some of the configuration is not known: it can say that, and nothing else. */
export function waitingSession(
  unknown: readonly string[],
  { clock, random }: ProcessContext,
): DaypassSession {
  const wait = (): never => {
    throw new DiagnosticError({
      summary: 'Provider configuration not known yet',
      detail: `The provider daypass is asked for something while ${unknown.join(', ')} in its provider block depend on what is not there yet. Write values that are known while Terraform plans, or first apply what they depend on with -target.`,
    })
  }
  return {
    clock,
    random,
    dialect: 'custom-endpoint',
    plannedRoles: new Set(),
    settings: wait,
    connect: wait,
    isConnected: () => false,
  }
}
