import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RevocationMode } from '../core/revocation/ports.ts'
import { parseArn } from '../core/arn.ts'
import type { Context } from './process/context.ts'
import { usageError } from './error-text.ts'

/** Options that every command takes, as they were given. */
export interface CommonFlags {
  readonly state?: string
  readonly roles?: string
  readonly region?: string
  readonly revocation?: RevocationMode
  readonly revokerRoleArn?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly color?: ColorChoice
}

/** When to colour text. */
export type ColorChoice = 'auto' | 'always' | 'never'

/** What holds for one run of `daypass`: an option, else its variable, else the default. */
export interface Settings {
  /** The state URL. */
  readonly state: string
  /** A directory of role files, or `state:` for the roles in the state bucket. */
  readonly roles: string
  /** Whether anybody chose the roles, or the default stands. */
  readonly rolesChosen: boolean
  /** Only when given; otherwise the SDK looks for it. */
  readonly region: string | undefined
  /** Who denies revoked sessions: this process, or a sweep with more rights. */
  readonly revocation: RevocationMode
  /** Roles that are assumed to write IAM policies in their accounts. */
  readonly revokerRoleArns: readonly string[]
  readonly json: boolean
  readonly quiet: boolean
  readonly color: ColorChoice
}

/** Who denies revoked sessions: this process (`direct`), or a sweep with more rights (`tombstone`). */
export const REVOCATION_MODES = ['direct', 'tombstone'] as const satisfies readonly RevocationMode[]

/** The value of `--roles` for the roles that lie in the state bucket. */
export const ROLES_IN_STATE = 'state:'

/** Works the settings out. An empty variable counts as absent, as for the AWS SDKs. */
export function resolveSettings(flags: CommonFlags, context: Context): Settings {
  const { env } = context
  const roles = flags.roles ?? present(env['DAYPASS_ROLES'])
  return {
    state: flags.state ?? present(env['DAYPASS_STATE']) ?? defaultState(context),
    roles: roles ?? 'roles',
    rolesChosen: roles !== undefined,
    region: flags.region ?? present(env['AWS_REGION']),
    revocation: flags.revocation ?? revocationOf(present(env['DAYPASS_REVOCATION'])),
    revokerRoleArns: revokersOf(
      flags.revokerRoleArn ?? present(env['DAYPASS_REVOKER_ROLE_ARNS']) ?? '',
    ),
    json: flags.json ?? false,
    quiet: flags.quiet ?? false,
    color: flags.color ?? 'auto',
  }
}

function revocationOf(text: string | undefined): RevocationMode {
  if (text === undefined) return 'direct'
  const mode = REVOCATION_MODES.find((one) => one === text)
  if (mode !== undefined) return mode
  throw usageError(
    `DAYPASS_REVOCATION is ${JSON.stringify(text)}`,
    `it is one of ${REVOCATION_MODES.join(', ')}`,
  )
}

function revokersOf(text: string): readonly string[] {
  const arns = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  const accounts = arns.map((arn) => {
    const { service, account = '', resource } = parseArn(arn) ?? {}
    if (service === 'iam' && /^\d{12}$/.test(account) && resource?.startsWith('role/') === true)
      return account
    throw usageError(
      `${JSON.stringify(arn)} is not the ARN of a revoker role`,
      'like arn:aws:iam::210987654321:role/daypass-revoker, several with commas between',
    )
  })
  const twice = accounts.find((account, n) => accounts.indexOf(account) !== n)
  if (twice === undefined) return arns
  throw usageError(`there are two revoker roles of account ${twice}`, 'name one for each account')
}

/** On a laptop leases lie where programs keep such things (XDG base directories): no bucket is needed to begin. */
function defaultState({ env, home }: Context): string {
  const base = present(env['XDG_STATE_HOME']) ?? join(home, '.local', 'state')
  return pathToFileURL(join(base, 'daypass')).href
}

function present(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
