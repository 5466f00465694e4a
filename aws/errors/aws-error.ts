import { DaypassError } from '../../core/errors.ts'
import { type AwsFault, THROTTLING_CODE, readFault } from './aws-fault.ts'
import { type AwsErrorCode, hintFor } from './aws-hint.ts'
import { type Doing, isRead } from './doing.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * Turns what a call through the SDK threw into the error that daypass throws. By AWS's code where there is
 * one, else by HTTP status (Ceph sends no codes). The message never holds what was sent, nor a secret.
 *
 * | what happened | code |
 * | --- | --- |
 * | AccessDenied, 403 | `aws-denied` |
 * | no, expired or wrong credentials, 401 | `aws-credentials-missing` |
 * | throttled, 429 | `aws-throttled` |
 * | a quota or size limit | `aws-limit-exceeded` |
 * | any other refusal, 4xx | `aws-rejected` |
 * | no connection; a failed read | `aws-unavailable` |
 * | a write without an answer: lost, late, stopped, 5xx | `outcome-unknown` |
 * | a read that was stopped | `cancelled` |
 *
 * A write that was refused after an earlier try of it lost its reply is `outcome-unknown` too.
 */
export function awsError(error: unknown, doing: Doing): DaypassError {
  if (error instanceof DaypassError) return error
  const fault = readFault(error)
  const code = errorCode(fault, doing)
  const hint = hintFor(code, fault, doing)
  const detail = [fault.code, fault.message].filter((text) => text !== undefined && text !== '')
  const message = [`${doing} ${OUTCOMES[code]}`, ...detail].join(': ')
  return new DaypassError(code, message, { cause: fault, ...defined({ hint }) })
}

/** AWS's own code behind an error, whether {@link awsError} has turned it yet or not. */
export function awsCodeOf(error: unknown): string | undefined {
  return readFault(error).code
}

const OUTCOMES: Readonly<Record<AwsErrorCode, string>> = {
  'aws-denied': 'was denied',
  'aws-credentials-missing': 'needs valid credentials',
  'aws-throttled': 'was throttled',
  'aws-limit-exceeded': 'goes over a limit',
  'aws-rejected': 'was rejected',
  'aws-unavailable': 'got no answer',
  'outcome-unknown': 'may or may not have been done',
  cancelled: 'was stopped',
}

const CREDENTIALS =
  /^(?:InvalidClientTokenId|ExpiredToken|TokenRefreshRequired|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|UnrecognizedClient|MissingAuthenticationToken|InvalidAccessKeyId|InvalidToken|InvalidIdentityToken|AuthFailure|RequestExpired|RequestTimeTooSkewed|CredentialsProviderError|TokenProviderError|ProviderError)$/
const DENIED = /^(?:AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden)$/
const LIMIT = /^(?:LimitExceeded|PackedPolicyTooLarge)$/

function errorCode(fault: AwsFault, doing: Doing): AwsErrorCode {
  const read = isRead(doing)
  if (!read && (fault.lostReply || fault.fate === 'stopped')) return 'outcome-unknown'
  const { code = '', status } = fault
  if (CREDENTIALS.test(code)) return 'aws-credentials-missing'
  if (fault.fate === 'never-sent') return 'aws-unavailable'
  if (fault.fate === 'stopped') return 'cancelled'
  if (fault.fate === 'perhaps-done') return read ? 'aws-unavailable' : 'outcome-unknown'
  if (THROTTLING_CODE.test(code) || status === 429) return 'aws-throttled'
  if (LIMIT.test(code)) return 'aws-limit-exceeded'
  if (DENIED.test(code)) return 'aws-denied'
  if (code === '' && status === 401) return 'aws-credentials-missing'
  if (code === '' && status === 403) return 'aws-denied'
  return 'aws-rejected'
}
