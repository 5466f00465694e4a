import type { RevocationMode } from '../../core/revocation/ports.ts'
import { parseArn } from '../../core/arn.ts'
import { parseDuration } from '../../core/language/duration.ts'
import { Secret } from '../../core/secret.ts'
import type { Keys } from '../identity/identity.ts'
import { type InputReader, inputReader, roleArnOf } from './input-reader.ts'
import { type Export, exportsIn } from './exports-in.ts'
import { type WantedRole, wantedRoles } from './wanted-roles.ts'
import { type Tags, tagsIn } from './session-tags.ts'

/** Where AWS is, and how it is reached. */
export interface Reach {
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
export interface Working extends Reach {
  readonly brokerRoleArn: string | undefined
  readonly keys: Keys | undefined
  readonly tokenFile: string | undefined
  readonly audience: string
  /** Whether roles are taken directly with the job's token; by what there is when undefined. */
  readonly direct: boolean | undefined
  readonly revocation: RevocationMode
  readonly revokerRoleArns: readonly string[]
  /** A state URL; a directory for this job alone when undefined. */
  readonly state: string | undefined
}

/** All inputs of the main action, read. */
export interface Settings extends Working {
  readonly roles: readonly WantedRole[]
  /** A directory of role files, or `state`. */
  readonly rolesFrom: string
  readonly ttlSeconds: number | undefined
  readonly roleArn: string | undefined
  readonly roleSessionName: string | undefined
  readonly sessionTags: Tags | undefined
  readonly mfaCode: string | undefined
  readonly exports: readonly Export[]
  readonly profile: string | undefined
  readonly revoke: 'always' | 'never'
  readonly allowedAccountIds: readonly string[]
  readonly maskAccountId: boolean
  /** For all of main. */
  readonly timeoutSeconds: number
  readonly refresh: boolean
}

/** The value of `roles` for those that lie in the state bucket. */
export const ROLES_IN_STATE = 'state'

/** What holds where `action.yml` leaves an input empty. */
export const DEFAULTS = {
  roles: 'roles',
  audience: 'sts.amazonaws.com',
  revoke: 'always',
  revocation: 'direct',
  timeout: '60',
} as const

/**
 * Reads the inputs of the main action.
 *
 * @throws `request-invalid` with everything that is wrong with them.
 */
export function readSettings(input: (name: string) => string): Settings {
  const read = inputReader(input)
  const exports = exportsIn(read)
  const settings: Settings = {
    ...readWorking(read),
    ...exports,
    roles: wantedRoles(read, exports.exports, exports.profile),
    rolesFrom: read.text('roles') ?? DEFAULTS.roles,
    ttlSeconds: read.parsed('ttl', positiveDuration, 'a duration like 15m, 1h30m or 3600'),
    roleArn: read.parsed('role-arn', roleArnOf, 'the ARN of an IAM role'),
    roleSessionName: read.text('role-session-name'),
    sessionTags: tagsIn(read),
    mfaCode: read.parsed('mfa-code', (text) => matched(text, /^\d{6}$/), 'a code of six digits'),
    revoke: read.oneOf('revoke', ['always', 'never'], DEFAULTS.revoke),
    allowedAccountIds: accountIds(read),
    maskAccountId: read.flag('mask-aws-account-id', false),
    timeoutSeconds:
      read.parsed('timeout', positiveDuration, 'a duration like 60 or 2m') ??
      Number(DEFAULTS.timeout),
    refresh: read.flag('refresh', false),
  }
  refuseContradictions(read, settings)
  read.end()
  return settings
}

/** Reads the inputs that the main action and the sweep have in common. Problems are kept in the reader. */
export function readWorking(read: InputReader): Working {
  const proxy = read.parsed('http-proxy', webUrl, 'a URL like http://proxy.example.com:3128')
  const revocation = read.oneOf('revocation', ['direct', 'tombstone'], DEFAULTS.revocation)
  return {
    region: read.parsed('aws-region', (text) => matched(text, /^[a-z0-9-]+$/), 'a region'),
    stsEndpoint: read.parsed('sts-endpoint', webUrl, 'a URL like https://sts.example.com'),
    iamEndpoint: read.parsed('iam-endpoint', webUrl, 'a URL like https://iam.example.com'),
    proxies: { http: proxy, https: proxy, except: read.text('no-proxy') },
    brokerRoleArn: read.parsed('broker-role-arn', roleArnOf, 'the ARN of an IAM role'),
    keys: keysIn(read),
    tokenFile: read.text('web-identity-token-file'),
    audience: read.text('audience') ?? DEFAULTS.audience,
    direct: read.text('direct') === undefined ? undefined : read.flag('direct', false),
    revocation,
    revokerRoleArns: revokerRoleArns(read),
    state: read.text('state'),
  }
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

function refuseContradictions(read: InputReader, settings: Settings): void {
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

/** Seconds of a duration above zero. */
export function positiveDuration(text: string): number | undefined {
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

function revokerRoleArns(read: InputReader): readonly string[] {
  const arns = read.words('revoker-role-arns')
  const accounts = arns.map((arn) =>
    roleArnOf(arn) === undefined ? undefined : parseArn(arn)?.account,
  )
  if (accounts.includes(undefined))
    read.problem('revoker-role-arns', 'they are ARNs of IAM roles, one for each account')
  else if (new Set(accounts).size < accounts.length)
    read.problem('revoker-role-arns', 'there are two of one account')
  return arns
}
