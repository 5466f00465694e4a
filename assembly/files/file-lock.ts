import { linkSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import type { Clock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Random } from '../../core/lease/lease-id.ts'

/** What a lock needs, and how patient it is. */
export interface LockOptions {
  readonly clock: Clock
  readonly random: Random
  /** How long to wait for others. */
  readonly waitMs: number
  /** From which age on the lock of another is taken for one whose holder died. More than any holder takes. */
  readonly staleMs: number
}

/**
 * Runs a task while no other process of this machine does under the same lock. A holder that died is waited for until
 * its lock is stale.
 *
 * @throws `outcome-unknown` never; `cancelled` when the lock cannot be had in time.
 */
export async function withFileLock<T>(
  path: string,
  options: LockOptions,
  task: () => Promise<T> | T,
): Promise<T> {
  const own = Buffer.from(options.random(12)).toString('hex')
  const until = options.clock.now().getTime() + options.waitMs
  while (!tryLock(path, own)) {
    if (options.clock.now().getTime() > until)
      throw new DaypassError('cancelled', `another process holds ${path}`)
    if (!takeOver(path, own, options)) await options.clock.sleep(20)
  }
  try {
    return await task()
  } finally {
    if (holderOf(path) === own) unlinkSync(path)
  }
}

function tryLock(path: string, own: string): boolean {
  try {
    writeFileSync(path, own, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Takes a stale lock away: moved aside first, so that of many who try only one has it, and a fresh one is put back. */
function takeOver(path: string, own: string, { clock, staleMs }: LockOptions): boolean {
  const aside = `${path}.${own}`
  try {
    const seen = holderOf(path)
    if (clock.now().getTime() - statSync(path).mtimeMs < staleMs) return false
    renameSync(path, aside)
    if (holderOf(aside) !== seen) linkSync(aside, path)
    unlinkSync(aside)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function holderOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
