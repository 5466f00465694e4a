import { dirname } from 'node:path'
import { githubHolder } from '../../core/lease/github-holder.ts'
import { tryToWrite } from '../../assembly/files/private-file.ts'
import { profileName } from '../profile/plan-profiles.ts'
import { refuseForeignProfile } from '../profile/refuse-foreign-profile.ts'
import type { Runner } from '../runner/runner.ts'
import { accountsOf } from './accounts.ts'
import { admitJob } from './admit-job.ts'
import { findRoles } from './find-roles.ts'
import type { Job } from './job.ts'
import { type ReadyRequest, makeRequests } from './make-requests.ts'
import { noticeLimits } from './notice-limits.ts'

/**
 * Finds the roles, refuses what can be refused before AWS is asked, and makes the requests.
 *
 * @throws `role-not-found`, `role-invalid`, `request-invalid`, `aws-credentials-missing`.
 */
export async function prepareRequests(
  job: Job,
  runner: Pick<Runner, 'env' | 'clock' | 'random' | 'mask' | 'notice'>,
): Promise<readonly ReadyRequest[]> {
  const { settings, connection, connected, place } = job
  const { env, random, clock } = runner
  const roles = await findRoles(connected.roles, settings.roles)
  const uncompared = await admitJob(job, roles)
  noticeLimits(runner, connection, settings)
  if (settings.exports.includes('profile')) {
    for (const role of settings.roles)
      refuseForeignProfile(profileName(settings, role), place, clock.now())
    for (const file of [place.files.credentials, place.files.config])
      tryToWrite(dirname(file), random)
  }
  if (settings.maskAccountId)
    for (const account of accountsOf(connection, roles)) runner.mask(account)
  return await makeRequests(roles, settings, {
    holder: githubHolder(env) ?? { kind: 'github' },
    random,
    now: clock.now(),
    dialect: connected.dialect,
    isDirect: connection.directToken !== undefined,
    uncompared,
  })
}
