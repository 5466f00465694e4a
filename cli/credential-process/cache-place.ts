import { createHash } from 'node:crypto'
import { accessSync, constants, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CachePlace } from '../../assembly/cached-credentials/fresh-or-next.ts'
import { CREDENTIAL_VARIABLES } from '../../assembly/credential-variables.ts'
import { holderOf } from '../leases/holder.ts'
import type { RequestFlags } from '../leases/read-request.ts'
import type { Context } from '../process/context.ts'
import type { Session } from '../session.ts'

/** The folder of this user's caches; undefined for one without a home. */
export function cacheFolder({ env, home }: Pick<Context, 'env' | 'home'>): string | undefined {
  const { XDG_CACHE_HOME: named = '' } = env
  const caches = named === '' && home !== undefined ? join(home, '.cache') : named
  return caches === '' ? undefined : join(caches, 'daypass', 'credentials')
}

/**
 * Where the credentials of a request lie between two calls: another place for whatever would make others of them, be it the
 * role's file, who asks, or as whom daypass runs. Undefined where they cannot lie safely.
 */
export function cachePlace(
  session: Session,
  role: string,
  flags: RequestFlags,
): CachePlace | undefined {
  const folder = cacheFolder(session.context)
  const job = jobOf(session.context)
  if (folder === undefined || job === 'unknown' || !isSafe(folder)) return undefined
  const asked = JSON.stringify([
    role,
    roleText(session, role),
    wordsOf(flags),
    around(session),
    job,
  ])
  const name = createHash('sha256').update(asked).digest('hex')
  return { cache: join(folder, `${name}.cache`), lock: join(folder, `${name}.lock`) }
}

/** Jobs of one machine may share a home, and are not for each other's roles. */
function jobOf({ env }: Session['context']): unknown {
  const ids = JOB_IDS.flatMap((name) => env[name] ?? [])
  const isJob = (env['CI'] ?? '') !== '' && env['GITHUB_ACTIONS'] !== 'true'
  return isJob && ids.length === 0 ? 'unknown' : ids
}

/** What GitLab, CircleCI, Bitbucket, Jenkins, Azure, Buildkite and HCP Terraform call one job; GitHub's is the holder. */
const JOB_IDS = [
  'CI_JOB_ID',
  'CIRCLE_WORKFLOW_JOB_ID',
  'BITBUCKET_STEP_UUID',
  'BUILD_TAG',
  'SYSTEM_JOBID',
  'BUILDKITE_JOB_ID',
  'TFC_RUN_ID',
]

/** Ours, and nobody else can put anything into it. */
function isSafe(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
    const { uid, mode } = lstatSync(folder)
    const own = process.getuid?.()
    return own === undefined || (uid === own && (mode & OTHERS_WRITE) === 0)
  } catch {
    return false
  }
}

const OTHERS_WRITE = 0o022

function wordsOf({ ttl, roleArn, roleSessionName, requireSubject }: RequestFlags) {
  return [ttl, roleArn, roleSessionName, requireSubject]
}

/** The text of the file that has the role's name: whoever changed it wants other credentials. */
function roleText({ context, settings }: Session, role: string): string {
  for (const end of ['yaml', 'yml', 'json']) {
    try {
      return readFileSync(resolve(context.directory, settings.roles, `${role}.${end}`), 'utf8')
    } catch {
      continue
    }
  }
  return ''
}

function around({ context, settings }: Session) {
  const { env, directory } = context
  const { state, roles, region, awsProfile } = settings
  const identity = awsProfile === undefined ? NAMED : FILES
  const variables = [...identity, ...OTHERS, ...endpoints(env)].map((name) => env[name])
  return [state, resolve(directory, roles), region, awsProfile, holderOf(context), variables]
}

const endpoints = (env: Context['env']) =>
  Object.keys(env)
    .filter((name) => name.startsWith('AWS_ENDPOINT_URL'))
    .sort()

const FILES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']
const NAMED = [
  ...FILES,
  ...CREDENTIAL_VARIABLES.filter((name) => !/SECRET|TOKEN$|EXPIRATION/.test(name)),
]
const OTHERS = ['DAYPASS_ROOT_ARN', 'DAYPASS_REQUIRE_SUBJECT']
