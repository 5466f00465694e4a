import type { OwnRole } from '../../aws/clients/role-session.ts'
import { parseDuration } from '../../core/language/duration.ts'
import { isRequiredBy } from '../../assembly/compare-subjects.ts'
import type { TokenSource } from '../../assembly/identity-token/identity-token.ts'
import { Secret } from '../../core/secret.ts'
import { defined } from '../../core/language/defined.ts'
import type { Holder } from '../../core/lease/holder.ts'
import {
  type Environment,
  ROLES_IN_STATE,
  type Refusal,
  type Setting,
  type Settings,
  type Written,
  readSettings,
} from '../../assembly/settings.ts'
import {
  DiagnosticError,
  type DiagnosticProblem,
} from '../../terraform-plugin/protocol/diagnostic.ts'
import { isUnknown } from '../../terraform-plugin/protocol/value.ts'
import { sentence } from '../sentence.ts'
import type { Configuration, WrittenConfiguration } from './schema.ts'

/** A key as the SDK takes it. Not to be logged. */
export interface OwnKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** What holds for one process of the provider: the configuration, else a variable, else the default. */
export interface ProviderSettings extends Settings {
  readonly state: string
  readonly roles: string
  readonly defaultTtlSeconds: number | undefined
  /** Fields that the configuration names. */
  readonly holder: Partial<Holder>
  readonly key: OwnKey | undefined
  readonly profile: string | undefined
  readonly assumeRole: OwnRole | undefined
  readonly webIdentity: (OwnRole & { readonly source: TokenSource }) | undefined
  /** Whether roles that name whom they are for need a token that says whose job this is. */
  readonly requireSubject: boolean
  readonly endpoints: {
    readonly iam: string | undefined
    readonly sts: string | undefined
    readonly s3: string | undefined
  }
}

/**
 * Works the settings out.
 *
 * @throws `DiagnosticError` where the state is named nowhere, or a variable is wrong.
 */
export function readConfiguration(config: Configuration, env: Environment): ProviderSettings {
  const { endpoints } = config
  const { settings, refusals } = readSettings(writtenIn(config), env)
  if (refusals.length > 0) throw new DiagnosticError(...refusals.map(problemOf))
  return {
    ...settings,
    state: settings.state ?? noState(),
    roles: settings.roles ?? ROLES_IN_STATE,
    defaultTtlSeconds: secondsOf(config.default_ttl),
    holder: config.holder ?? {},
    key: keyOf(config),
    profile: config.profile ?? undefined,
    assumeRole: assumedRoleOf(config),
    webIdentity: webIdentityOf(config),
    requireSubject: config.require_subject ?? isRequiredBy(env['DAYPASS_REQUIRE_SUBJECT']),
    endpoints: {
      iam: endpoints?.iam ?? undefined,
      sts: endpoints?.sts ?? undefined,
      s3: endpoints?.s3 ?? undefined,
    },
  }
}

/** What the provider calls the settings that every face has. */
const ATTRIBUTES = {
  state: 'state',
  roles: 'roles',
  region: 'region',
  revocation: 'revocation',
  revokerRoleArns: 'revoker_role_arns',
  allowSharedDirectory: 'allow_shared_directory',
} as const satisfies Record<Setting, keyof WrittenConfiguration>

/** What the block says of the settings that every face has, as far as it is known. */
export function writtenIn(config: WrittenConfiguration): Written {
  return (setting) => {
    const value = config[ATTRIBUTES[setting]]
    if (value === null || isUnknown(value)) return undefined
    if (typeof value === 'boolean') return value.toString()
    return typeof value === 'string'
      ? value
      : value.map((one) => (isUnknown(one) ? undefined : one))
  }
}

/** A refusal at its attribute, or with its variable. */
export function problemOf({ setting, variable, index, message, cure }: Refusal): DiagnosticProblem {
  const attribute = ATTRIBUTES[setting]
  const summary = `Invalid ${attribute}`
  if (variable === undefined) {
    const path = setting === 'revokerRoleArns' ? [attribute, index] : [attribute]
    return { summary, detail: sentence(message, cure), path }
  }
  return { summary, detail: sentence(`the variable ${variable}: ${message}`, cure) }
}

function noState(): never {
  throw new DiagnosticError({
    summary: 'No state',
    detail:
      'daypass keeps its leases in a bucket, and nothing names one. Set state = "s3://bucket/prefix?region=…" in the provider block, or the variable DAYPASS_STATE. To try without a bucket: state = "file:///directory".',
    path: ['state'],
  })
}

function secondsOf(duration: string | null): number | undefined {
  return duration === null ? undefined : parseDuration(duration)
}

function keyOf({ access_key: id, secret_key: secret, token }: Configuration): OwnKey | undefined {
  if (id === null || secret === null) return undefined
  const key = { accessKeyId: id, secretAccessKey: secret }
  return token === null ? key : { ...key, sessionToken: token }
}

function webIdentityOf({
  assume_role_with_web_identity: block,
}: Configuration): ProviderSettings['webIdentity'] {
  if (block === null) return undefined
  const { web_identity_token: token, web_identity_token_file: file } = block
  return {
    ...ownRole(block),
    source:
      token === null
        ? { kind: 'file', file: file ?? '' }
        : { kind: 'text', token: new Secret(token) },
  }
}

function assumedRoleOf({ assume_role: block }: Configuration): OwnRole | undefined {
  if (block === null) return undefined
  const { external_id: externalId, mfa_serial_number: serialNumber, mfa_code: code } = block
  return {
    ...ownRole(block),
    ...defined({
      externalId: externalId ?? undefined,
      mfa: serialNumber === null || code === null ? undefined : { serialNumber, code },
    }),
  }
}

type OwnRoleBlock = NonNullable<
  Configuration['assume_role'] | Configuration['assume_role_with_web_identity']
>

function ownRole(block: OwnRoleBlock): OwnRole {
  return {
    roleArn: block.role_arn,
    sessionName: block.session_name ?? 'daypass-terraform',
    durationSeconds: secondsOf(block.duration),
  }
}
