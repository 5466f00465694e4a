import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import type { Context } from './context.ts'

/** Whether a program can be started, looked up as a shell would. */
export type Found = 'found' | 'not-executable' | 'not-found'

/**
 * Looks for a program before anything is issued for it. Only a first look: starting it may still fail. On
 * Windows, whose rules are others, it always answers `found`.
 */
export async function findProgram(name: string, { env, directory }: Context): Promise<Found> {
  if (process.platform === 'win32') return 'found'
  const paths = name.includes('/')
    ? [resolve(directory, name)]
    : (env['PATH'] ?? '/usr/bin:/bin')
        .split(delimiter)
        .map((folder) => join(resolve(directory, folder), name))
  let best: Found = 'not-found'
  for (const path of paths) {
    const found = await look(path)
    if (found === 'found') return found
    if (found === 'not-executable') best = found
  }
  return best
}

async function look(path: string): Promise<Found> {
  try {
    if (!(await stat(path)).isFile()) return 'not-executable'
    await access(path, constants.X_OK)
    return 'found'
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EACCES'
    return isThere ? 'not-executable' : 'not-found'
  }
}
