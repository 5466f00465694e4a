import { secondsAfter } from '../clock.ts'
import type { LeaseFacts } from './lease.ts'

/** AWS's longest session is that of a federation token, 36 hours (IAM User Guide, id_credentials_temp_request). */
export const SESSION_SECONDS_MAX = 36 * 3600

/**
 * The longest console session. Whoever holds a session of a role may open one until the session ends, with the same name,
 * rights and policies (IAM User Guide, id_roles_providers_enable-console-custom-url, SessionDuration).
 */
export const CONSOLE_SECONDS_MAX = 12 * 3600

/** How far clocks may be apart. */
export const SKEW_SECONDS = 300

/** Until when something may work that was made of the session behind a lease. */
export function lastUseAt({ principal, expiresAt }: LeaseFacts): Date {
  const hasConsole = principal.type === 'assumed_role' || principal.type === 'federation_token'
  return hasConsole && principal.endsByPolicy !== true
    ? secondsAfter(expiresAt, CONSOLE_SECONDS_MAX)
    : expiresAt
}
