import { parseDuration } from '../../core/language/duration.ts'
import { ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import { DAYPASS_LIMITS } from '../../core/role/daypass-limits.ts'
import { checkTemplate } from '../../core/role/name-template.ts'
import type { Diagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'
import { sentence } from '../sentence.ts'
import type { Unknown } from '../../terraform-plugin/protocol/value.ts'

/** What an MFA device shows. */
export const MFA_CODE = /^\d{6}$/

/** What to say where something else is given. */
export const SIX_DIGITS = 'It has six digits: give what the device shows now.'

const LEAST = DAYPASS_LIMITS.leaseSecondsMin

interface WrittenRequest {
  readonly role: string | Unknown
  readonly ttl: string | null | Unknown
  readonly role_session_name: string | null | Unknown
  readonly mfa_code: string | null | Unknown
}

/** Tells what is wrong with a request by itself, whatever the role says. */
export function validateRequest(
  { role, ttl, role_session_name: name, mfa_code: code }: WrittenRequest,
  { error }: Diagnostics,
): void {
  if (typeof role === 'string' && !ROLE_NAME_PATTERN.test(role)) {
    const detail =
      'A role name has 1 to 64 letters, digits and _.@-, with a letter, digit or _ at both ends.'
    error({ summary: 'Invalid role name', detail, path: ['role'] })
  }
  const seconds = typeof ttl === 'string' ? (parseDuration(ttl) ?? 0) : Infinity
  if (seconds < LEAST) {
    const detail =
      seconds === 0
        ? 'Write it as 15m, 1h30m or 3600 (seconds).'
        : `A lease lives for ${LEAST} seconds at the least.`
    error({ summary: 'Invalid duration', detail, path: ['ttl'] })
  }
  const fault = typeof name === 'string' ? checkTemplate(name) : undefined
  if (fault !== undefined)
    error({
      summary: 'Invalid session name',
      detail: sentence(`it is not a template: ${fault}`),
      path: ['role_session_name'],
    })
  if (typeof code === 'string' && !MFA_CODE.test(code))
    error({ summary: 'Invalid MFA code', detail: SIX_DIGITS, path: ['mfa_code'] })
}
