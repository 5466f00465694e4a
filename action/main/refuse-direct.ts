import { DaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import type { Connection } from '../connection/connection.ts'
import type { Settings } from '../inputs/settings.ts'
import type { Runner } from '../runner/runner.ts'

/**
 * Refuses roles that need somebody, where nobody is there.
 *
 * @throws `aws-credentials-missing`.
 */
export function refuseDirect({ identity }: Connection, roles: readonly Role[]): void {
  if (identity.kind !== 'nobody') return
  const other = roles.find((role) => role.credential_type !== 'assumed_role')
  if (other === undefined) return
  throw new DaypassError(
    'aws-credentials-missing',
    `role ${other.name} is of type ${other.credential_type}: the job's token alone cannot make it`,
    { hint: 'give a broker-role-arn that may' },
  )
}

/** Says once what an arrangement cannot do, where one could have another. */
export function sayCosts(
  runner: Runner,
  { identity }: Connection,
  { state, revoke }: Pick<Settings, 'state' | 'revoke'>,
): void {
  if (identity.kind === 'nobody') {
    runner.notice(
      'roles are taken directly with the job’s token and nobody may revoke them: they work until they expire; give a broker-role-arn to have them revoked when the job ends',
    )
  } else if (state === undefined && revoke === 'always') {
    runner.notice(
      'leases are recorded in the temporary directory of this runner: if it is lost before the post step, no sweep can revoke them; give the input state to have them in a bucket',
    )
  }
}
