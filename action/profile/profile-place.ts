import { createHash } from 'node:crypto'
import { timestamp } from '../../core/clock.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import { type AwsFiles, awsFiles } from '../identity/ambient.ts'
import type { Runner } from '../runner/runner.ts'

/** Where profiles are written, and by which runner of this machine. */
export interface ProfilePlace {
  readonly files: AwsFiles
  /** A name for the runner, without its path. */
  readonly runner: string
}

/** The place of this job's profiles. */
export function profilePlace({ env, home }: Pick<Runner, 'env' | 'home'>): ProfilePlace {
  const hash = createHash('sha256').update(env['RUNNER_TEMP'] ?? '')
  return { files: awsFiles(env, home), runner: hash.digest('hex').slice(0, 12) }
}

/**
 * The mark of a section: of which lease it is, until when it is of use, and which runner wrote it. A runner has one job
 * at a time, so what it left before is over.
 */
export function profileMark(lease: LeaseId, until: Date, runner: string): string {
  return `${lease} until ${timestamp(until)} by ${runner}`
}

/** Whether nobody uses the section of a mark any more. */
export function isLeftBehind(mark: string, runner: string, now: Date): boolean {
  const [, until = '', by] = / until (\S+) by (\S+)$/.exec(mark) ?? []
  return by === runner || Date.parse(until) < now.getTime()
}
