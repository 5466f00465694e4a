import type { Issuance } from '../../core/issuance/issuance.ts'
import { secondsAfter } from '../../core/clock.ts'
import { dialectFor } from '../connection/connect.ts'
import type { PlainCredentials } from '../export/plain-credentials.ts'
import { awsFiles } from '../identity/ambient.ts'
import type { Settings } from '../inputs/settings.ts'
import {
  type PlannedSection,
  markOf,
  profileSections,
  refuseForeignProfiles,
  runnerName,
} from '../profile/profiles.ts'
import { refreshDirectory } from '../refresh/refresh-files.ts'
import type { ReadyRequest } from './requests.ts'
import type { Job } from './run-main.ts'
import type { Runner } from '../runner/runner.ts'

/** A profile that refreshes itself outlives its first lease; no job of GitHub's own runners is longer. */
const REFRESHED_SECONDS = 24 * 3600

/** The name of a role's profile: its alias, or the input where it has none. */
export function profileName(
  { profile }: Pick<Settings, 'profile'>,
  { alias }: { readonly alias: string | undefined },
): string {
  return alias ?? profile ?? ''
}

/**
 * Refuses profiles that are somebody else's, before anything is issued.
 *
 * @throws `request-invalid`.
 */
export function refuseProfiles({ runner, settings }: Job): void {
  if (!settings.exports.includes('profile')) return
  const files = awsFiles(runner.env, runner.home)
  const asker = { runner: runnerName(runner.env), now: runner.clock.now() }
  for (const role of settings.roles)
    refuseForeignProfiles(profileName(settings, role), files, asker)
}

/** The sections to write; for those that refresh themselves, what is behind their command is written now. */
export async function plannedProfiles(
  job: Job,
  requests: readonly ReadyRequest[],
  issued: readonly Issuance[],
  plain: readonly PlainCredentials[],
): Promise<readonly PlannedSection[]> {
  const { runner, settings, connection, program } = job
  if (!settings.exports.includes('profile')) return []
  const files = awsFiles(runner.env, runner.home)
  const sections = plain.map(async (one, n) => {
    const request = requests[n]
    const lease = issued[n]?.lease
    const until = settings.refresh
      ? secondsAfter(runner.clock.now(), REFRESHED_SECONDS)
      : one.expiresAt
    const parts = {
      name: profileName(settings, one),
      issued: one,
      region: settings.exportedRegion,
      mark: markOf(one.lease, until, runnerName(runner.env)),
    }
    if (!settings.refresh || request === undefined || lease === undefined)
      return profileSections({ ...parts, command: undefined }, files)
    const { beginRefresh } = await import('../refresh/begin-refresh.ts')
    const dialect = dialectFor(connection, runner.env)
    const beginning = { request, issued: one, issuedAt: lease.issuedAt, connection, dialect }
    const directory = directoryFor(runner, requests)
    const command = beginRefresh(directory, beginning, { random: runner.random, program })
    return profileSections({ ...parts, command }, files)
  })
  return (await Promise.all(sections)).flat()
}

/** Where the profiles of this step keep what they refresh. */
export function directoryFor({ env }: Runner, [first]: readonly ReadyRequest[]): string {
  return refreshDirectory(env, first?.id ?? '')
}
