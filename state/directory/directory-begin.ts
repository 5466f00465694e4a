import { mkdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { hasCode } from './directory-error.ts'
import { namesIn } from './directory-version.ts'

/** Nobody needs so long from writing a temporary file to linking it, unless the process died. */
const TEMPORARY_MILLISECONDS = 3_600_000

/**
 * Makes the directory of a state, for its owner alone.
 *
 * @throws `state-not-found` where there can be none.
 */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT', 'ENOTDIR', 'EEXIST')) throw cause
    const message = `the state directory ${directory} cannot be made`
    const hint = 'name a directory in the state URL'
    throw new DaypassError('state-not-found', message, { cause, hint })
  }
}

/** Clears what killed processes left. Its age is told by the file system's clock against ours. */
export async function clearTemporary(folder: string, clock: Clock): Promise<void> {
  const forgotten = clock.now().getTime() - TEMPORARY_MILLISECONDS
  for (const name of await namesIn(folder)) {
    const file = join(folder, name)
    try {
      if ((await stat(file)).mtimeMs < forgotten) await unlink(file)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
}
