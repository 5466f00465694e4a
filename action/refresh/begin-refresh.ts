import type { IssueRequest } from '../../core/issuance/request.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Connection } from '../connection/connection.ts'
import type { PlainCredentials } from '../export/plain-credentials.ts'
import { writePrivateFile } from '../files/private-file.ts'
import { writeCache } from './refresh-cache.ts'
import { formatRefreshConfig } from './refresh-config.ts'
import { refreshFiles } from './refresh-files.ts'

/** The programs behind `credential_process`. */
export interface RefreshProgram {
  /** The path of Node. */
  readonly node: string
  /** The path of the bundled program. */
  readonly script: string
}

/** How the profiles of a step refresh themselves. */
export interface Refresh {
  /** Where they keep what they need for it. */
  readonly directory: string
  readonly program: RefreshProgram
}

/** One profile to begin with. */
export interface RefreshBeginning {
  readonly request: IssueRequest
  readonly issued: PlainCredentials
  readonly connection: Connection
  readonly dialect: Dialect
}

/** Writes what a profile needs to refresh itself, and answers its command. */
export function beginRefresh(
  { directory, program }: Refresh,
  { request, issued, connection, dialect }: RefreshBeginning,
  random: Random,
): string {
  const files = refreshFiles(directory, issued.lease)
  const { role, ttlSeconds, roleArn, roleSessionName } = request
  const config = { connection, role, dialect, ttlSeconds, roleArn, roleSessionName }
  writePrivateFile(files.config, formatRefreshConfig(config, random), random)
  writeCache(files.cache, issued, random)
  return [program.node, program.script, files.config].map((part) => `"${part}"`).join(' ')
}
