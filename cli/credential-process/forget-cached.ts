import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CachedCredentials,
  readCache,
} from '../../assembly/cached-credentials/cached-credentials.ts'
import type { Context } from '../process/context.ts'
import { cacheFolder } from './cache-place.ts'

/** Removes what is kept of credentials that are meant: the next call issues new ones. Never throws for what cannot be read. */
export function forgetCached(
  context: Pick<Context, 'env' | 'home'>,
  isMeant: (cached: CachedCredentials) => boolean,
): void {
  const folder = cacheFolder(context)
  for (const name of folder === undefined ? [] : namesIn(folder)) {
    const file = join(folder ?? '', name)
    if (name.endsWith('.cache') && isMeantIn(file, isMeant)) rmSync(file, { force: true })
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isMeantIn(file: string, isMeant: (cached: CachedCredentials) => boolean): boolean {
  try {
    const cached = readCache(file)
    return cached !== undefined && isMeant(cached)
  } catch {
    return false
  }
}
