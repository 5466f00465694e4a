import { defined } from '../../core/language/defined.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { PlainCredentials } from '../export/plain-credentials.ts'
import type { ActionSettings } from '../inputs/settings.ts'
import { type ProfilePlace, profileMark } from './profile-place.ts'
import type { ProfileSection } from './section-text.ts'

/** A section and the file that it goes into. */
export interface PlannedSection extends ProfileSection {
  readonly file: string
  /** Its lease, or the first of those that it will have. */
  readonly lease: LeaseId
  /** Whether the credentials themselves are in it. */
  readonly isSecret: boolean
}

/** What profiles are planned with. */
export interface PlanOptions {
  readonly settings: Pick<ActionSettings, 'profile' | 'exportedRegion'>
  readonly place: ProfilePlace
  /** The command that gives fresh credentials, for each; where there is none, those that were issued are written. */
  readonly commands: readonly string[]
}

/** The name of a role's profile: its alias, or the input where it has none. */
export function profileName(
  { profile }: Pick<ActionSettings, 'profile'>,
  { alias }: { readonly alias: string | undefined },
): string {
  return alias ?? profile ?? ''
}

/** The name of a profile's section in the file `config`. */
export function nameInConfig(name: string): string {
  return name === 'default' ? name : `profile ${name}`
}

/**
 * The sections of a profile for each of what was issued: its credentials, and its region where one was chosen.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function planProfiles(
  issued: readonly PlainCredentials[],
  { settings, place, commands }: PlanOptions,
): readonly PlannedSection[] {
  return issued.flatMap((one, n) => {
    const command = commands[n]
    const name = profileName(settings, one)
    const { lease } = one
    const mark = profileMark(lease, one.expiresAt, place.writer)
    const keys = {
      aws_access_key_id: one.accessKeyId,
      aws_secret_access_key: one.secretAccessKey,
      ...defined({ aws_session_token: one.sessionToken }),
    }
    // Some read this file alone, unless AWS_SDK_LOAD_CONFIG is set: the SDKs for Go 1 and JavaScript 2.
    const inCredentials = command === undefined ? keys : { credential_process: command }
    const others = defined({ credential_process: command, region: settings.exportedRegion })
    const inConfig = nameInConfig(name)
    const isSecret = command === undefined
    return [
      { file: place.files.credentials, name, lease, mark, values: inCredentials, isSecret },
      ...(Object.keys(others).length === 0
        ? []
        : [
            {
              file: place.files.config,
              name: inConfig,
              lease,
              mark,
              values: others,
              isSecret: false,
            },
          ]),
    ]
  })
}
