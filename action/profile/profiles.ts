import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { createHash } from 'node:crypto'
import { DaypassError } from '../../core/errors.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import { timestamp } from '../export/outputs.ts'
import type { PlainCredentials } from '../export/plain-credentials.ts'
import { withFileLock } from '../files/file-lock.ts'
import { readPrivateFile, writePrivateFile } from '../files/private-file.ts'
import type { Environment, Runner } from '../runner/runner.ts'
import type { SavedProfile } from '../saved/saved-state.ts'
import { type Section, whoseSection, withSection, withoutSection } from './sections.ts'
import { defined } from '../../core/language/defined.ts'

/** A section and the file that it goes into. */
export interface PlannedSection extends Section {
  readonly file: string
}

/** What makes up a profile. */
export interface ProfileParts {
  readonly name: string
  readonly issued: PlainCredentials
  readonly region: string | undefined
  /** The command that gives fresh credentials; those that were issued are written when absent. */
  readonly command: string | undefined
  readonly mark: string
}

type Disk = Pick<Runner, 'clock' | 'random'>

/**
 * The sections of a profile: its credentials, and its region where one was chosen.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function profileSections(
  { name, issued, region, command, mark }: ProfileParts,
  files: { readonly credentials: string; readonly config: string },
): readonly PlannedSection[] {
  const settings = {
    ...defined({ credential_process: command, region }),
  }
  const keys = {
    aws_access_key_id: issued.accessKeyId,
    aws_secret_access_key: issued.secretAccessKey,
    ...defined({ aws_session_token: issued.sessionToken }),
  }
  const inConfig = name === 'default' ? name : `profile ${name}`
  return [
    ...(command === undefined ? [{ file: files.credentials, name, mark, values: keys }] : []),
    ...(Object.keys(settings).length === 0
      ? []
      : [{ file: files.config, name: inConfig, mark, values: settings }]),
  ]
}

/**
 * Refuses profiles that somebody else has written: a person, or a job of another runner on this machine that is still
 * at it. One that an earlier job left behind is replaced.
 *
 * @throws `request-invalid`.
 */
export function refuseForeignProfiles(
  name: string,
  files: { readonly credentials: string; readonly config: string },
  { runner, now }: { readonly runner: string; readonly now: Date },
): void {
  const inConfig = name === 'default' ? name : `profile ${name}`
  for (const [file, section] of [
    [files.credentials, name] as const,
    [files.config, inConfig] as const,
  ]) {
    const whose = whoseSection(readPrivateFile(file) ?? '', section)
    if (whose === undefined || isOver(whose, runner, now)) continue
    const by = whose === 'foreign' ? '' : ', of another job on this machine'
    throw new DaypassError('request-invalid', `${file} has a profile ${name} already${by}`, {
      hint: 'choose another name for it, or remove the section',
    })
  }
}

/**
 * The mark of a section: of which lease it is, until when it is of use, and which runner wrote it. A runner has one job
 * at a time, so what it left before is over.
 */
export function markOf(lease: LeaseId, until: Date, runner: string): string {
  return `${lease} until ${timestamp(until)} by ${runner}`
}

/** A name for the runner of this environment, without its path. */
export function runnerName(env: Environment): string {
  return createHash('sha256')
    .update(env['RUNNER_TEMP'] ?? '')
    .digest('hex')
    .slice(0, 12)
}

function isOver(mark: string, runner: string, now: Date): boolean {
  const [, until = '', by] = / until (\S+) by (\S+)$/.exec(mark) ?? []
  return by === runner || Date.parse(until) < now.getTime()
}

/** Writes sections into their files. Each file changes in one step; all other lines stay as they are. */
export async function writeSections(
  disk: Disk,
  sections: readonly PlannedSection[],
): Promise<void> {
  for (const section of sections) {
    await edit(disk, section.file, (text) => withSection(text, section))
  }
}

/** Removes sections that are still ours. A file that is then empty goes too. */
export async function removeSections(disk: Disk, profiles: readonly SavedProfile[]): Promise<void> {
  for (const { file, section, mark } of profiles) {
    await edit(disk, file, (text) => withoutSection(text, section, mark))
  }
}

const LOCK = { waitMs: 15_000, staleMs: 10_000 }

/** Other jobs on this machine may share the user's home. */
async function edit(disk: Disk, file: string, change: (text: string) => string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  await withFileLock(`${file}.daypass-lock`, { ...disk, ...LOCK }, () => {
    const before = readPrivateFile(file)
    const after = change(before ?? '')
    if (after === (before ?? '')) return
    if (after === '') rmSync(file)
    else writePrivateFile(file, after, disk.random)
  })
}
