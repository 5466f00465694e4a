import {
  type Environment,
  type Setting,
  type Settings,
  readSettings,
} from '../assembly/settings.ts'
import { DaypassError } from '../core/errors.ts'
import type { DaypassOptions } from './program-interface.ts'

/** What holds for one open daypass: an option, else its variable, else the default. */
export interface LibrarySettings extends Settings {
  readonly state: string
  readonly roles: string
  /** Undefined where the SDK's own chain decides. */
  readonly awsProfile: string | undefined
}

/**
 * Works the settings out.
 *
 * @throws `request-invalid` with all that is wrong, and where no store is named: a program's leases do not go to a place
 * that nobody chose.
 */
export function readOptions(options: DaypassOptions, env: Environment): LibrarySettings {
  const { settings, refusals } = readSettings(
    (setting: Setting) =>
      setting === 'allowSharedDirectory' ? options[setting]?.toString() : options[setting],
    env,
  )
  if (refusals.length > 0) {
    const said = refusals.map(
      ({ variable, setting, message }) => `${variable ?? setting}: ${message}`,
    )
    const hint = [...new Set(refusals.map(({ cure }) => cure))].join('; ')
    throw new DaypassError('request-invalid', said.join('; '), { hint })
  }
  const { state, roles = 'roles' } = settings
  if (state === undefined)
    throw new DaypassError('request-invalid', 'no store is named', {
      hint: 'give the option state, or set DAYPASS_STATE',
    })
  const awsProfile = [options.awsProfile, env['DAYPASS_AWS_PROFILE']].find(
    (name) => name !== undefined && name.trim() !== '',
  )
  return { ...settings, state, roles, awsProfile: awsProfile?.trim() }
}
