import type { ConnectionSettings } from '../connection/connection.ts'
import type { ActionSettings } from '../inputs/settings.ts'
import type { Runner } from '../runner/runner.ts'

/** Says once what an arrangement cannot do, where one could have another. */
export function noticeLimits(
  runner: Pick<Runner, 'notice'>,
  { identity }: ConnectionSettings,
  { state, revoke }: Pick<ActionSettings, 'state' | 'revoke'>,
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
