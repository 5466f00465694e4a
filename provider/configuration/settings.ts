import type { RevocationMode } from '../../core/revocation/ports.ts'
import type { OwnRole } from '../../aws/clients/role-session.ts'
import { parseDuration } from '../../core/language/duration.ts'
import type { Holder } from '../../core/lease/holder.ts'
import { DiagnosticError } from '../../terraform-plugin/protocol/diagnostic.ts'
import { type Environment, variable } from '../surroundings.ts'
import type { Configuration } from './schema.ts'

/** Who denies revoked sessions: this process (`direct`), or a sweep with more rights (`tombstone`). */
export const REVOCATION_MODES = ['direct', 'tombstone'] as const satisfies readonly RevocationMode[]

/** The value of `roles` for those that lie in the state. */
export const ROLES_IN_STATE = 'state:'

/** A key as the SDK takes it. Not to be logged. */
export interface OwnKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Where an OIDC token comes from. */
export type TokenSource = { readonly token: string } | { readonly file: string }

/** What holds for one process of the provider: the configuration, else a variable, else the default. */
export interface Settings {
  readonly state: string
  /** A directory, or {@link ROLES_IN_STATE}. */
  readonly roles: string
  readonly defaultTtlSeconds: number | undefined
  /** Fields that the configuration names. */
  readonly holder: Partial<Holder>
  readonly revocation: RevocationMode
  readonly revokerRoleArns: readonly string[]
  readonly region: string | undefined
  readonly key: OwnKey | undefined
  readonly profile: string | undefined
  readonly assumeRole: OwnRole | undefined
  readonly webIdentity: (OwnRole & { readonly source: TokenSource }) | undefined
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
export function readSettings(config: Configuration, env: Environment): Settings {
  const { endpoints } = config
  return {
    state: config.state ?? variable(env, 'DAYPASS_STATE') ?? noState(),
    roles: config.roles ?? variable(env, 'DAYPASS_ROLES') ?? ROLES_IN_STATE,
    defaultTtlSeconds: secondsOf(config.default_ttl),
    holder: config.holder ?? {},
    revocation: revocationOf(config.revocation ?? variable(env, 'DAYPASS_REVOCATION')),
    revokerRoleArns: config.revoker_role_arns ?? listOf(variable(env, 'DAYPASS_REVOKER_ROLE_ARNS')),
    region: config.region ?? variable(env, 'AWS_REGION') ?? variable(env, 'AWS_DEFAULT_REGION'),
    key: keyOf(config),
    profile: config.profile ?? undefined,
    assumeRole: ownRole(config.assume_role),
    webIdentity: webIdentityOf(config),
    endpoints: {
      iam: endpoints?.iam ?? undefined,
      sts: endpoints?.sts ?? undefined,
      s3: endpoints?.s3 ?? undefined,
    },
  }
}

function noState(): never {
  throw new DiagnosticError({
    summary: 'No state',
    detail:
      'daypass keeps its leases in a bucket, and nothing names one. Set state = "s3://bucket/prefix?region=…" in the provider block, or the variable DAYPASS_STATE. To try without a bucket: state = "file:///directory".',
    path: ['state'],
  })
}

function revocationOf(text: string | undefined): RevocationMode {
  const mode = REVOCATION_MODES.find((one) => one === (text ?? 'direct'))
  if (mode !== undefined) return mode
  throw new DiagnosticError({
    summary: 'Unknown way to revoke',
    detail: `The variable DAYPASS_REVOCATION is one of ${REVOCATION_MODES.join(', ')}, not ${JSON.stringify(text)}.`,
  })
}

function listOf(text = ''): readonly string[] {
  return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
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
}: Configuration): Settings['webIdentity'] {
  const role = ownRole(block)
  if (block === null || role === undefined) return undefined
  const { web_identity_token: token, web_identity_token_file: file } = block
  return { ...role, source: token === null ? { file: file ?? '' } : { token } }
}

function ownRole(
  block: Configuration['assume_role'] | Configuration['assume_role_with_web_identity'],
): OwnRole | undefined {
  if (block === null) return undefined
  const externalId = 'external_id' in block ? block.external_id : null
  return {
    roleArn: block.role_arn,
    sessionName: block.session_name ?? 'daypass-terraform',
    durationSeconds: secondsOf(block.duration),
    ...(externalId === null ? {} : { externalId }),
  }
}
