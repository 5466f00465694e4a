import { join } from 'node:path'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import { nameOf } from '../../core/lease/lease-id.ts'
import type { CachePlace } from '../../assembly/cached-credentials/fresh-or-next.ts'
import type { Environment } from '../../assembly/settings.ts'

/** Where one profile that refreshes itself keeps its things. */
export interface RefreshFiles extends CachePlace {
  /** What is asked for, and as whom. Once it is gone, nothing more is issued. */
  readonly config: string
}

/** A directory for the profiles of one step. The runner removes it with all else that is temporary. */
export function refreshDirectory(env: Environment, first: LeaseId | undefined): string {
  const name = first === undefined ? '' : nameOf(first)
  return join(env['RUNNER_TEMP'] ?? '', `daypass-refresh-${name}`)
}

/** The files of the profile that began with a lease. */
export function refreshFiles(directory: string, lease: LeaseId): RefreshFiles {
  const config = configFile(directory, nameOf(lease))
  return { config, ...besideConfig(config) }
}

/** What the command names by its two words: the directory, and the name of the lease that the profile began with. */
export function configFile(directory: string, name: string): string {
  return join(directory, `${name}.json`)
}

/** The other files, by the one that the command names. */
export function besideConfig(config: string): CachePlace {
  const stem = config.replace(/\.json$/, '')
  return { cache: `${stem}.cache`, lock: `${stem}.lock` }
}

/** Ids of all leases that were begun, one a line. */
export function journalFile(directory: string): string {
  return join(directory, 'journal')
}
