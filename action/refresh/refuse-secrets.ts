import { DaypassError } from '../../core/errors.ts'
import type { ConnectionSettings } from '../connection/connection.ts'
import { SECRET_VARIABLES } from '../identity/ambient.ts'

/**
 * Refuses to refresh where that would need a secret on the disk for the whole job.
 *
 * @throws `request-invalid`.
 */
export function refuseSecrets({ identity, variables }: ConnectionSettings): void {
  const hasSecret = 'keys' in identity || SECRET_VARIABLES.some((name) => name in variables)
  if (!hasSecret) return
  throw new DaypassError('request-invalid', 'refresh would need the access key in later steps', {
    hint: 'let daypass work by the job’s OIDC token: give a broker-role-arn without access keys',
  })
}
