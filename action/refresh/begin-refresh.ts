import { DaypassError } from '../../core/errors.ts'
import type { ReadyRequest } from '../requests.ts'
import type { PlainCredentials } from '../export/plain-credentials.ts'
import type { Connection } from '../connection.ts'
import { SECRET_VARIABLES } from '../identity/ambient.ts'
import { writePrivateFile } from '../private-file.ts'
import type { Runner } from '../runner.ts'
import { writeCache } from './refresh-cache.ts'
import { formatRefreshConfig } from './refresh-config.ts'
import { refreshFiles } from './refresh-files.ts'
import type { Dialect } from '../../core/role/role-origin.ts'

/** The programs behind `credential_process`. */
export interface RefreshProgram {
  /** The path of Node. */
  readonly node: string
  /** The path of the bundled program. */
  readonly script: string
}

/** One profile to begin with. */
export interface RefreshBeginning {
  readonly request: ReadyRequest
  readonly issued: PlainCredentials
  readonly issuedAt: Date
  readonly connection: Connection
  readonly dialect: Dialect
}

/**
 * Refuses to refresh where that would need a secret on the disk for the whole job.
 *
 * @throws `request-invalid`.
 */
export function refuseSecretsForRefresh({ identity, variables }: Connection): void {
  const hasSecret = 'keys' in identity || SECRET_VARIABLES.some((name) => name in variables)
  if (!hasSecret) return
  throw new DaypassError('request-invalid', 'refresh would need the access key in later steps', {
    hint: 'let daypass work by the job’s OIDC token: give a broker-role-arn without access keys',
  })
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
