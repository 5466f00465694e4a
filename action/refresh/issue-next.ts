import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { withDeadline } from '../../core/deadline.ts'
import { DaypassError } from '../../core/errors.ts'
import { githubHolder } from '../../core/lease/github-holder.ts'
import { issue } from '../../core/issue.ts'
import { newLeaseId } from '../../core/lease/lease-id.ts'
import type { Connect } from '../connection/connect.ts'
import { plainCredentials } from '../export/plain-credentials.ts'
import { appendDurably, readPrivateFile } from '../../assembly/files/private-file.ts'
import { markSection } from '../profile/edit-aws-files.ts'
import { profileMark } from '../profile/profile-place.ts'
import type { Runner } from '../runner/runner.ts'
import {
  type CachedCredentials,
  writeCache,
} from '../../assembly/cached-credentials/cached-credentials.ts'
import { ISSUE_MS } from '../../assembly/cached-credentials/fresh-or-next.ts'
import { type RefreshedProfile, parseRefreshConfig } from './refresh-config.ts'
import { besideConfig, journalFile } from './refresh-files.ts'

/** What refreshing needs of its process. */
export interface RefreshPorts extends Pick<Runner, 'env' | 'clock' | 'random'> {
  /** Connects as main did, whatever this process's environment says. */
  readonly connect: Connect
}

/**
 * Issues new credentials for a profile and keeps them. The new lease's id is on the disk before anything is made, so
 * that the step's post revokes it even if this process dies.
 *
 * @throws `lease-ended` when the step's post has closed the profile, and what issuing throws.
 */
export async function issueNext(
  configFile: string,
  { env, clock, random, connect }: RefreshPorts,
): Promise<CachedCredentials> {
  const directory = dirname(configFile)
  const { cache } = besideConfig(configFile)
  const text = readPrivateFile(configFile)
  if (text === undefined) throw closed()
  const { connection, profile, ...wanted } = parseRefreshConfig(text, configFile)
  const { role, ttlSeconds, roleArn, roleSessionName, allowedWithoutSubject } = wanted
  const id = newLeaseId(role.name, random)
  appendDurably(journalFile(directory), id)
  // Post removes the configuration first and reads the journal then: one of the two sees the other.
  if (!existsSync(configFile)) throw closed()
  const holder = githubHolder(env) ?? { kind: 'github' }
  const options = { ttlSeconds, roleArn, roleSessionName, allowedWithoutSubject }
  const request = { role, holder, id, ...options }
  const issued = await withDeadline(clock, { milliseconds: ISSUE_MS }, async (signal) => {
    const { ports } = connect(connection, signal)
    return await issue(ports, request, { signal })
  })
  const credentials = plainCredentials(issued, { alias: undefined, arn: undefined })
  writeCache(cache, credentials, random)
  await prolongMarks(profile, credentials.expiresAt, { clock, random })
  return credentials
}

/** Other jobs that want the profile's name hear that it is in use for longer. Where they cannot, the credentials work all the same. */
async function prolongMarks(
  { sections, writer }: RefreshedProfile,
  until: Date,
  disk: Pick<Runner, 'clock' | 'random'>,
): Promise<void> {
  for (const section of sections)
    await markSection(disk, section, profileMark(section.lease, until, writer)).catch(
      () => undefined,
    )
}

function closed(): DaypassError {
  return new DaypassError('lease-ended', 'the step that made this profile has ended')
}
