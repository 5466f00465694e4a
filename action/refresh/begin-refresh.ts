import type { IssueRequest } from '../../core/issuance/request.ts'
import { processLine } from '../../core/language/process-line.ts'
import { type LeaseId, type Random, nameOf } from '../../core/lease/lease-id.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { ConnectionSettings } from '../connection/connection.ts'
import type { PlainCredentials } from '../export/plain-credentials.ts'
import { writePrivateFile } from '../../assembly/files/private-file.ts'
import { writeCache } from '../../assembly/cached-credentials/cached-credentials.ts'
import { type RefreshedProfile, formatRefreshConfig } from './refresh-config.ts'
import { refreshFiles } from './refresh-files.ts'

/** The programs behind `credential_process`. */
export interface RefreshProgram {
  /** The path of Node. */
  readonly node: string
  /** The path of the bundled program. */
  readonly script: string
  readonly platform: NodeJS.Platform
}

/** How the profiles of a step refresh themselves. */
export interface Refresh {
  /** Where they keep what they need for it. */
  readonly directory: string
  /** The `credential_process` of each. */
  readonly commands: readonly string[]
}

/** One profile to begin with. */
export interface RefreshBeginning {
  readonly request: IssueRequest
  readonly issued: PlainCredentials
  readonly connection: ConnectionSettings
  readonly dialect: Dialect
  readonly profile: RefreshedProfile
}

/**
 * Plans how the profiles that begin with these leases refresh themselves.
 *
 * @throws `request-invalid` for a path that AWS tools would not read as it is.
 */
export function planRefresh(
  directory: string,
  leases: readonly LeaseId[],
  { node, script, platform }: RefreshProgram,
): Refresh {
  const commandOf = (lease: LeaseId) =>
    processLine([node, script, directory, nameOf(lease)], platform)
  return { directory, commands: leases.map(commandOf) }
}

/** Writes what a profile needs to refresh itself. */
export function beginRefresh(
  { directory }: Pick<Refresh, 'directory'>,
  { request, issued, connection, dialect, profile }: RefreshBeginning,
  random: Random,
): void {
  const files = refreshFiles(directory, issued.lease)
  const { role, ttlSeconds, roleArn, roleSessionName, allowedWithoutSubject } = request
  const config = {
    connection,
    role,
    dialect,
    ttlSeconds,
    roleArn,
    roleSessionName,
    allowedWithoutSubject,
    profile,
  }
  writePrivateFile(files.config, formatRefreshConfig(config, random), random)
  writeCache(files.cache, issued, random)
}
