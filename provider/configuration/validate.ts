import { type Settings, readSettings } from '../../assembly/settings.ts'
import { accountOfRole } from '../../core/arn.ts'
import { parseDuration } from '../../core/language/duration.ts'
import { isDaypassError } from '../../core/errors.ts'
import { HOLDER_FIELDS } from '../../core/lease/holder.ts'
import { closest } from '../../core/language/closest.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import type { AttributePath, Diagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'
import { isUnknown } from '../../terraform-plugin/protocol/value.ts'
import { explain } from '../explain.ts'
import { problemOf, writtenIn } from './settings.ts'
import { MFA_CODE, SIX_DIGITS } from '../credentials/validate-request.ts'
import type { WrittenConfiguration } from './schema.ts'

/** The shortest and longest session of a role. */
const OWN_SESSION_SECONDS = { min: 900, max: 43_200 }

/** Tells what is wrong with the provider's block, as far as it is known. Looks at nothing outside of it. */
export function validateConfiguration(config: WrittenConfiguration, { error }: Diagnostics): void {
  const wrong = (path: AttributePath, summary: string, detail: string): void => {
    error({ summary, detail, path })
  }
  const { settings, refusals } = readSettings(writtenIn(config), {})
  for (const refusal of refusals) error(problemOf(refusal))
  checkState(settings, wrong)
  checkKeys(config, wrong)
  checkHolder(config, wrong)
  checkOwnRoles(config, wrong)
  if (typeof config.default_ttl === 'string' && parseDuration(config.default_ttl) === undefined) {
    wrong(['default_ttl'], 'Invalid duration', 'Write it as 30m, 1h30m or 3600 (seconds).')
  }
  for (const [service, url] of Object.entries(config.endpoints ?? {})) {
    if (typeof url === 'string' && !/^https?:\/\/[^\s/]/.test(url)) {
      wrong(
        ['endpoints', service],
        'Invalid endpoint',
        'It must be a URL such as http://127.0.0.1:4566.',
      )
    }
  }
}

type Wrong = (path: AttributePath, summary: string, detail: string) => void

function checkState({ state }: Pick<Settings, 'state'>, wrong: Wrong): void {
  if (state === undefined) return
  try {
    parseStateUrl(state)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    wrong(['state'], 'Invalid state URL', explain(error).detail)
  }
}

function checkKeys(config: WrittenConfiguration, wrong: Wrong): void {
  const { access_key: id, secret_key: secret, token, profile } = config
  if (id !== null && secret === null)
    wrong(['access_key'], 'Half a key', 'Give secret_key too, or neither of them.')
  if (id === null && secret !== null)
    wrong(['secret_key'], 'Half a key', 'Give access_key too, or neither of them.')
  if (token !== null && id === null && secret === null)
    wrong(['token'], 'Token without a key', 'Give access_key and secret_key too.')
  if (profile !== null && id !== null)
    wrong(
      ['profile'],
      'Two sources of credentials',
      'Give either profile, or access_key and secret_key.',
    )
}

function checkHolder({ holder }: WrittenConfiguration, wrong: Wrong): void {
  if (holder === null || isUnknown(holder)) return
  for (const [key, value] of Object.entries(holder)) {
    if (!HOLDER_FIELDS.some((field) => field === key)) {
      const meant = closest(key, HOLDER_FIELDS)
      const cure =
        meant === undefined ? `It is one of ${HOLDER_FIELDS.join(', ')}.` : `Did you mean ${meant}?`
      wrong(['holder', { key }], 'Unknown field of a holder', cure)
    } else if (typeof value === 'string' && !/^[^\p{Cc}]{1,256}$/u.test(value)) {
      wrong(
        ['holder', { key }],
        'Invalid field of a holder',
        'It must be a text of 1 to 256 printable characters.',
      )
    }
  }
}

function checkOwnRoles(config: WrittenConfiguration, wrong: Wrong): void {
  for (const name of ['assume_role', 'assume_role_with_web_identity'] as const) {
    const block = config[name]
    if (block === null) continue
    const { role_arn: arn, duration, session_name: session } = block
    if (!isUnknown(arn) && accountOfRole(arn) === undefined && config.endpoints === null)
      wrong([name, 'role_arn'], 'Not the ARN of a role', ROLE_ARN)
    if (typeof session === 'string' && !/^[\w+=,.@-]{2,64}$/.test(session))
      wrong(
        [name, 'session_name'],
        'Invalid session name',
        'AWS takes 2 to 64 letters, digits and _+=,.@-.',
      )
    const seconds = typeof duration === 'string' ? (parseDuration(duration) ?? 0) : 900
    if (seconds < OWN_SESSION_SECONDS.min || seconds > OWN_SESSION_SECONDS.max)
      wrong([name, 'duration'], 'Invalid duration', 'It must be from 15m to 12h, such as 1h.')
  }
  checkToken(config, wrong)
  checkMfa(config, wrong)
}

function checkMfa(
  { assume_role: block, assume_role_with_web_identity: web }: WrittenConfiguration,
  wrong: Wrong,
): void {
  if (block === null) return
  const { mfa_serial_number: serial, mfa_code: code } = block
  if (typeof code === 'string' && !MFA_CODE.test(code))
    wrong(['assume_role', 'mfa_code'], 'Invalid MFA code', SIX_DIGITS)
  if ((serial === null) !== (code === null))
    wrong(
      ['assume_role', serial === null ? 'mfa_code' : 'mfa_serial_number'],
      serial === null ? 'MFA code without a device' : 'MFA device without a code',
      'Give both mfa_serial_number and mfa_code.',
    )
  else if (serial !== null && web !== null)
    wrong(
      ['assume_role', 'mfa_serial_number'],
      'MFA device of nobody',
      'A device is of the user who assumes the role. Here a session of assume_role_with_web_identity does, which has none.',
    )
}

function checkToken(
  { assume_role_with_web_identity: block }: WrittenConfiguration,
  wrong: Wrong,
): void {
  if (block === null) return
  const { web_identity_token: token, web_identity_token_file: file } = block
  if ((token === null) === (file === null))
    wrong(
      ['assume_role_with_web_identity'],
      token === null ? 'Web identity without a token' : 'Two tokens',
      'Give either web_identity_token or web_identity_token_file.',
    )
}

const ROLE_ARN = 'It looks like arn:aws:iam::123456789012:role/name.'
