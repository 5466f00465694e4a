import { createHash } from 'node:crypto'
import { timestamp } from '../../core/clock.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import { type AwsFiles, awsFiles } from '../../assembly/aws-files.ts'
import type { Runner } from '../runner/runner.ts'

/** Where profiles are written, and by which runner. */
export interface ProfilePlace {
  readonly files: AwsFiles
  /** The runner, its host and since when that runs, each as a hash, with dots between. */
  readonly writer: string
}

/** The place of this job's profiles. Runners that share a home may have the same paths. */
export function profilePlace({
  env,
  home,
  host,
}: Pick<Runner, 'env' | 'home' | 'host'>): ProfilePlace {
  const runner = [env['RUNNER_NAME'] ?? '', env['RUNNER_TEMP'] ?? ''].join('\n')
  const writer = [runner, host.name, host.boot].map(hashOf).join('.')
  return { files: awsFiles(env, home), writer }
}

/** The mark of a section: of which lease it is, until when it is of use, and who wrote it. */
export function profileMark(lease: LeaseId, until: Date, writer: string): string {
  return `${lease} until ${timestamp(until)} by ${writer}`
}

/** Until when a mark says that its section is of use. */
export function endOfMark(mark: string): string | undefined {
  return / until (\S+) by /.exec(mark)?.[1]
}

/**
 * Whether nobody uses the section of a mark any more: it is over, or was written before its machine was started anew, or
 * by an earlier job of this runner, which has one at a time.
 */
export function isLeftBehind(mark: string, writer: string, now: Date): boolean {
  if (Date.parse(endOfMark(mark) ?? '') < now.getTime()) return true
  const [runner, host, boot] = (/ by (\S+)$/.exec(mark)?.[1] ?? '').split('.')
  const [ownRunner, ownHost, ownBoot] = writer.split('.')
  return host === ownHost && (boot !== ownBoot || runner === ownRunner)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
