import { parseDuration } from '../../core/language/duration.ts'
import { Secret } from '../../core/secret.ts'
import {
  type Environment,
  ROLES_IN_STATE,
  type Setting,
  type Settings,
  readSettings,
} from '../../assembly/settings.ts'
import type { Keys } from '../identity/identity.ts'
import { type InputReader, inputReader, roleArnOf } from './input-reader.ts'
import { type Export, exportsIn } from './exports-in.ts'
import { type WantedRole, wantedRoles } from './wanted-roles.ts'
import { type WantedTags, tagsIn } from './session-tags.ts'

/** Where AWS is, and how it is reached. */
export interface AwsReach {
  readonly region: string | undefined
  readonly stsEndpoint: string | undefined
  readonly iamEndpoint: string | undefined
  readonly proxies: Proxies
}

/** Through what AWS is reached. */
export interface Proxies {
  /** For addresses that begin with http: */
  readonly http: string | undefined
  readonly https: string | undefined
  /** Hosts that are reached without them, between commas. */
  readonly except: string | undefined
}

/** As whom daypass works and how it takes back: what the main action and the sweep have in common. */
export interface Working extends AwsReach, Omit<Settings, 'roles'> {
  readonly brokerRoleArn: string | undefined
  readonly keys: Keys | undefined
  readonly tokenFile: string | undefined
  readonly audience: string
  /** Whether roles are taken directly with the job's token; by what there is when undefined. */
  readonly direct: boolean | undefined
}

/** All inputs of the main action, read. */
export interface ActionSettings extends Working {
  readonly roles: readonly WantedRole[]
  /** A directory of role files, or `state:`. */
  readonly rolesFrom: string
  /** For later steps too: only where it was given to this one. */
  readonly exportedRegion: string | undefined
  readonly ttlSeconds: number | undefined
  readonly roleArn: string | undefined
  readonly roleSessionName: string | undefined
  readonly sessionTags: WantedTags | undefined
  readonly mfaCode: string | undefined
  readonly exports: readonly Export[]
  readonly profile: string | undefined
  readonly revoke: 'always' | 'never'
  readonly allowedAccountIds: readonly string[]
  readonly maskAccountId: boolean
  /** For all of main. */
  readonly timeoutSeconds: number
  readonly refresh: boolean
  /** Whether roles that name `subjects` are given where no token says whose job this is. */
  readonly allowWithoutSubject: boolean
}

/** What holds where `action.yml` leaves an input empty. */
const DEFAULTS = {
  roles: 'roles',
  audience: 'sts.amazonaws.com',
  revoke: 'always',
  timeout: '60',
} as const

/** What the Action calls the settings that every face has. */
const INPUTS: Readonly<Record<Setting, string>> = {
  state: 'state',
  roles: 'roles',
  region: 'aws-region',
  revocation: 'revocation',
  revokerRoleArns: 'revoker-role-arns',
  allowSharedDirectory: 'allow-shared-directory',
}

/**
 * Reads the inputs of the main action; what was not given, variables may say.
 *
 * @throws `request-invalid` with everything that is wrong with them.
 */
export function readInputs(input: (name: string) => string, env: Environment): ActionSettings {
  const read = inputReader(input)
  const exports = exportsIn(read)
  const { roles: rolesFrom = DEFAULTS.roles, ...working } = readWorking(read, env)
  const settings: ActionSettings = {
    ...working,
    ...exports,
    roles: wantedRoles(read, exports.exports, exports.profile),
    rolesFrom,
    exportedRegion: read.text('aws-region'),
    ttlSeconds: read.parsed('ttl', positiveDuration, 'a duration like 15m, 1h30m or 3600'),
    roleArn: read.parsed('role-arn', roleArnOf, 'the ARN of an IAM role'),
    roleSessionName: read.text('role-session-name'),
    sessionTags: tagsIn(read, env),
    mfaCode: read.parsed('mfa-code', (text) => matched(text, /^\d{6}$/), 'a code of six digits'),
    revoke: read.oneOf('revoke', ['always', 'never'], DEFAULTS.revoke),
    allowedAccountIds: accountIds(read),
    maskAccountId: read.flag('mask-aws-account-id', false),
    timeoutSeconds:
      read.parsed('timeout', stepDuration, 'a duration like 60 or 2m, of a day at the most') ??
      Number(DEFAULTS.timeout),
    refresh: read.flag('refresh', false),
    allowWithoutSubject: read.flag('allow-without-subject', false),
  }
  refuseContradictions(read, settings)
  read.end()
  return settings
}

/** Reads the inputs that the main action and the sweep have in common. Problems are kept in the reader. */
export function readWorking(read: InputReader, env: Environment): Working & Settings {
  const proxy = read.parsed('http-proxy', webUrl, 'a URL like http://proxy.example.com:3128')
  return {
    ...sharedSettings(read, env),
    stsEndpoint: read.parsed('sts-endpoint', webUrl, 'a URL like https://sts.example.com'),
    iamEndpoint: read.parsed('iam-endpoint', webUrl, 'a URL like https://iam.example.com'),
    proxies: { http: proxy, https: proxy, except: read.text('no-proxy') },
    brokerRoleArn: read.parsed('broker-role-arn', roleArnOf, 'the ARN of an IAM role'),
    keys: keysIn(read),
    tokenFile: read.text('web-identity-token-file'),
    audience: read.text('audience') ?? DEFAULTS.audience,
    direct: read.text('direct') === undefined ? undefined : read.flag('direct', false),
  }
}

/** Reads the settings that every face has. Problems are kept in the reader. */
export function sharedSettings(read: InputReader, env: Environment): Settings {
  const { settings, refusals } = readSettings((setting) => read.text(INPUTS[setting]), env)
  for (const { setting, variable, message, cure } of refusals) {
    const where = variable === undefined ? '' : `the variable ${variable}: `
    read.problem(INPUTS[setting], `${where}${message}: ${cure}`)
  }
  return settings
}

function keysIn(read: InputReader): Keys | undefined {
  const accessKeyId = read.text('aws-access-key-id')
  const secret = read.text('aws-secret-access-key')
  const token = read.text('aws-session-token')
  if (read.text('web-identity-token-file') !== undefined && accessKeyId !== undefined) {
    read.problem('web-identity-token-file', 'aws-access-key-id is given too: leave one of them out')
  }
  if (accessKeyId !== undefined && secret !== undefined) {
    const sessionToken = token === undefined ? undefined : new Secret(token)
    return { accessKeyId, secretAccessKey: new Secret(secret), sessionToken }
  }
  if (accessKeyId !== undefined) read.problem('aws-secret-access-key', 'it is missing or empty')
  else if ((secret ?? token) !== undefined)
    read.problem(
      'aws-access-key-id',
      'it is missing or empty: is the secret set in this repository?',
    )
  return undefined
}

function refuseContradictions(read: InputReader, settings: ActionSettings): void {
  const { direct, tokenFile, refresh, exports, keys, revocation, state, rolesFrom } = settings
  if (direct === false && tokenFile !== undefined && settings.brokerRoleArn === undefined)
    read.problem('web-identity-token-file', 'it serves a broker-role-arn or direct: true')
  if (refresh && !exports.includes('profile'))
    read.problem('refresh', 'it needs export: profile, which AWS tools read again')
  if (refresh && keys !== undefined)
    read.problem(
      'refresh',
      'it cannot keep access keys for later steps: use a broker-role-arn by OIDC',
    )
  if (revocation === 'tombstone' && state === undefined)
    read.problem('revocation', 'tombstone needs a state that a sweep can read')
  if (rolesFrom === ROLES_IN_STATE && state === undefined)
    read.problem('roles', 'there is no state to read them from: give the input "state"')
}

const DAY_SECONDS = 86_400

/** Seconds of a duration that a step may take. */
export function stepDuration(text: string): number | undefined {
  const seconds = positiveDuration(text)
  return seconds === undefined || seconds > DAY_SECONDS ? undefined : seconds
}

/** Seconds of a duration above zero. */
function positiveDuration(text: string): number | undefined {
  const seconds = parseDuration(text)
  return seconds === undefined || seconds <= 0 ? undefined : seconds
}

function matched(text: string, pattern: RegExp): string | undefined {
  return pattern.test(text) ? text : undefined
}

function webUrl(text: string): string | undefined {
  return URL.canParse(text) && /^https?:\/\//i.test(text) ? text : undefined
}

function accountIds(read: InputReader): readonly string[] {
  const ids = read.words('allowed-account-ids')
  if (!ids.every((id) => /^\d{12}$/.test(id)))
    read.problem('allowed-account-ids', 'an account id has twelve digits')
  return ids
}
