import type { ReadyRequest } from '../main/requests.ts'
import type { PlainCredentials } from '../export/plain-credentials.ts'
import type { Connection } from '../connection/connection.ts'
import { writePrivateFile } from '../files/private-file.ts'
import type { Runner } from '../runner/runner.ts'
import type { RefreshProgram } from './refuse-refresh.ts'
import { writeCache } from './refresh-cache.ts'
import { formatRefreshConfig } from './refresh-config.ts'
import { refreshFiles } from './refresh-files.ts'
import type { Dialect } from '../../core/role/role-origin.ts'

/** One profile to begin with. */
export interface RefreshBeginning {
  readonly request: ReadyRequest
  readonly issued: PlainCredentials
  readonly issuedAt: Date
  readonly connection: Connection
  readonly dialect: Dialect
}

/** Writes what a profile needs to refresh itself, and answers its command. */
export function beginRefresh(
  directory: string,
  beginning: RefreshBeginning,
  { random, program }: Pick<Runner, 'random'> & { readonly program: RefreshProgram },
): string {
  const { request, issued, issuedAt, connection, dialect } = beginning
  const files = refreshFiles(directory, issued.lease)
  const { role, ttlSeconds, roleArn, roleSessionName } = request
  const config = { connection, role, dialect, ttlSeconds, roleArn, roleSessionName }
  writePrivateFile(files.config, formatRefreshConfig(config, random), random)
  writeCache(files.cache, { ...issued, issuedAt }, random)
  return [program.node, program.script, files.config].map((part) => `"${part}"`).join(' ')
}
