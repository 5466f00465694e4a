import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DaypassError } from '../../core/errors.ts'
import type { ConnectionSettings } from './connection.ts'
import { awsVariables, hasAmbientCredentials } from '../identity/ambient.ts'
import { chooseIdentity } from '../identity/choose-identity.ts'
import { withoutOwnExports } from '../identity/own-exports.ts'
import { hasJobToken } from '../../assembly/identity-token/job-token.ts'
import type { Working } from '../inputs/settings.ts'
import { proxiesOf } from './agents.ts'
import type { Runner } from '../runner/runner.ts'

/**
 * Works out as whom and with what daypass works.
 *
 * @throws `request-invalid`, `aws-credentials-missing`.
 */
export function connectionFor(
  working: Working,
  runner: Pick<Runner, 'env' | 'home'>,
): ConnectionSettings {
  const { home } = runner
  const env = withoutOwnExports(runner.env)
  const { identity, directToken } = chooseIdentity(working, {
    hasAmbientCredentials: hasAmbientCredentials(env, home),
    hasJobToken: hasJobToken(env),
  })
  const { region, stsEndpoint, iamEndpoint, revocation, revokerRoleArns, state } = working
  if (identity.kind === 'nobody' && state !== undefined) refuseStateOfNobody()
  return {
    proxies: proxiesOf(working.proxies, env),
    region,
    stsEndpoint,
    iamEndpoint,
    revocation,
    revokerRoleArns,
    // Every step of the job can write the runner's own directory, whoever it belongs to in a container.
    allowSharedDirectory: state === undefined || working.allowSharedDirectory,
    state: state ?? directoryOfJob(env),
    isPassing: state === undefined,
    identity,
    directToken,
    variables: awsVariables(env, identity.kind === 'ambient'),
  }
}

/** Leases of this job alone, where no state was named: the runner empties this directory around every job. */
function directoryOfJob(env: Runner['env']): string {
  const directory = env['RUNNER_TEMP'] ?? ''
  if (directory !== '') return pathToFileURL(join(directory, 'daypass-state')).href
  throw new DaypassError('request-invalid', 'there is no RUNNER_TEMP to keep leases in', {
    hint: 'give the input "state", like s3://bucket/prefix',
  })
}

function refuseStateOfNobody(): never {
  throw new DaypassError('request-invalid', 'nobody is there who may write the state', {
    hint: 'give a broker-role-arn with rights on the state and to revoke (with "direct: true" roles are still taken directly), or "direct: false" where the machine has a role with these rights',
  })
}
