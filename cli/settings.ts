import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DaypassError } from '../core/errors.ts'
import { type Refusal, type Setting, type Settings, readSettings } from '../assembly/settings.ts'
import type { Context } from './process/context.ts'
import { usageError } from './error-text.ts'

/** Options that every command takes, as they were given. */
export interface CommonFlags {
  readonly state?: string
  readonly roles?: string
  readonly region?: string
  readonly revocation?: string
  readonly revokerRoleArn?: string
  readonly allowSharedDirectory?: boolean
  readonly awsProfile?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly color?: ColorChoice
}

/** When to colour text. */
export type ColorChoice = 'auto' | 'always' | 'never'

/** What holds for one run of `daypass`: an option, else its variable, else the default. */
export interface CommandSettings extends Settings {
  /** Empty where nobody named one and there is no home for the default. */
  readonly state: string
  /** Whether anybody named a state, or the default stands. */
  readonly stateChosen: boolean
  readonly roles: string
  /** Whether anybody chose the roles, or the default stands. */
  readonly rolesChosen: boolean
  /** Profile of the AWS files that daypass itself runs with; undefined where the SDK's own chain decides. */
  readonly awsProfile: string | undefined
  readonly json: boolean
  readonly quiet: boolean
  readonly color: ColorChoice
}

/** What the command calls the settings that every face has. */
const FLAGS: Readonly<Record<Setting, string>> = {
  state: '--state',
  roles: '--roles',
  region: '--region',
  revocation: '--revocation',
  revokerRoleArns: '--revoker-role-arn',
  allowSharedDirectory: '--allow-shared-directory',
}

/**
 * Works the settings out.
 *
 * @throws `request-invalid` with all that is wrong.
 */
export function resolveSettings(flags: CommonFlags, context: Context): CommandSettings {
  const written = {
    ...flags,
    revokerRoleArns: flags.revokerRoleArn,
    allowSharedDirectory: flags.allowSharedDirectory?.toString(),
  }
  const { settings, refusals } = readSettings((setting) => written[setting], context.env)
  if (refusals.length > 0) throw refused(refusals)
  const { state, roles } = settings
  return {
    ...settings,
    state: state ?? defaultState(context),
    stateChosen: state !== undefined,
    roles: roles ?? 'roles',
    rolesChosen: roles !== undefined,
    awsProfile: [flags.awsProfile, context.env['DAYPASS_AWS_PROFILE'], context.env['AWS_PROFILE']]
      .map((name) => name?.trim())
      .find((name) => name !== undefined && name !== ''),
    json: flags.json ?? false,
    quiet: flags.quiet ?? false,
    color: flags.color ?? 'auto',
  }
}

function refused(refusals: readonly Refusal[]): DaypassError {
  const said = refusals.map(
    ({ variable, setting, message }) => `${variable ?? FLAGS[setting]}: ${message}`,
  )
  return usageError(said.join('; '), [...new Set(refusals.map(({ cure }) => cure))].join('; '))
}

/** On a laptop leases lie where programs keep such things (XDG base directories): no bucket is needed to begin. */
function defaultState({ env, home }: Context): string {
  const { XDG_STATE_HOME: named = '' } = env
  if (named !== '') return pathToFileURL(join(named, 'daypass')).href
  return home === undefined ? '' : pathToFileURL(join(home, '.local', 'state', 'daypass')).href
}
