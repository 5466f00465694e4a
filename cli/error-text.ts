import { DaypassError, type ErrorCode, type Problem } from '../core/errors.ts'
import { cureOf } from '../core/reason.ts'
import { scrub } from '../core/language/scrub.ts'
import { CURES } from './cures.ts'
import { OutputError, type StopSignal } from './process/context.ts'
import { EXIT } from './process/exit-codes.ts'
import { defined } from '../core/language/defined.ts'

interface ErrorText {
  readonly exit: number
  /** What to do, where neither the reason of the error nor its own hint says better. */
  readonly hint?: string
}

const SWEEP_HINT = 'daypass sweep finds out and cleans up, at the latest when the lease ends'

/** What the command line makes of each error: the exit code, and a cure where there is a general one. */
export const ERROR_TEXTS: Readonly<Record<ErrorCode, ErrorText>> = {
  'role-invalid': { exit: EXIT.configuration },
  'role-not-found': { exit: EXIT.configuration },
  'request-invalid': { exit: EXIT.usage },
  'state-url-invalid': {
    exit: EXIT.configuration,
    hint: 'like s3://bucket/prefix or file:///directory',
  },
  'lease-not-found': { exit: EXIT.lease, hint: 'daypass leases shows those that live' },
  'lease-ended': { exit: EXIT.lease },
  'lease-not-renewable': { exit: EXIT.lease },
  'lease-limit-reached': { exit: EXIT.lease },
  'lease-conflict': { exit: EXIT.state, hint: 'another process changed the lease: try again' },
  'aws-credentials-missing': {
    exit: EXIT.configuration,
    hint: 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; to try without AWS: daypass sandbox',
  },
  'aws-denied': { exit: EXIT.denied, hint: 'daypass doctor shows as whom AWS sees you' },
  'aws-rejected': { exit: EXIT.remote },
  'aws-limit-exceeded': { exit: EXIT.remote },
  'aws-throttled': { exit: EXIT.remote, hint: 'try again in a minute' },
  'aws-unavailable': {
    exit: EXIT.remote,
    hint: 'nothing was done: check the network, --region and AWS_ENDPOINT_URL, then try again',
  },
  'key-not-accepted': {
    exit: EXIT.remote,
    hint: 'the key was taken back, and IAM may be slow to spread changes: try again in some minutes',
  },
  'state-not-found': {
    exit: EXIT.configuration,
    hint: 'create it, or name another place with --state',
  },
  'state-denied': { exit: EXIT.denied, hint: 'daypass doctor shows as whom AWS sees you' },
  'state-unavailable': {
    exit: EXIT.remote,
    hint: 'check the network and --state, with its endpoint, then try again',
  },
  'state-invalid': { exit: EXIT.state },
  'state-unsafe': {
    exit: EXIT.state,
    hint: 'leases need a store that honours conditional writes: daypass doctor',
  },
  'outcome-unknown': { exit: EXIT.remote, hint: SWEEP_HINT },
  cancelled: { exit: EXIT.timeout, hint: SWEEP_HINT },
}

/** An error in words: what goes to standard error, as text or with `--json` as one line of JSON. */
export interface Described {
  readonly exit: number
  readonly code: string
  readonly message: string
  readonly hint: string | undefined
  readonly problems: readonly Problem[]
}

/** Wrong use of the command line: exit code 2. */
export function usageError(message: string, hint?: string): DaypassError {
  return new DaypassError('request-invalid', message, defined({ hint }))
}

/** What to say of an error, and with which code to end. */
export function describe(error: unknown): Described {
  if (!(error instanceof DaypassError)) return unexpected(error)
  const { code, message, problems } = error
  const { exit, hint } = ERROR_TEXTS[code]
  return { exit, code, message, hint: cureOf(CURES, error) ?? hint, problems }
}

const SIGNAL_NUMBERS: Readonly<Record<StopSignal | 'SIGPIPE', number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGPIPE: 13,
  SIGTERM: 15,
}

/** The exit code of a program that a signal ended, as shells report it. */
export function exitOfSignal(signal: StopSignal | 'SIGPIPE'): number {
  return EXIT.signal + SIGNAL_NUMBERS[signal]
}

function unexpected(error: unknown): Described {
  if (error instanceof OutputError) {
    const { message } = error
    return { exit: EXIT.remote, code: 'output-failed', message, hint: undefined, problems: [] }
  }
  const message =
    error instanceof Error ? scrub(error.message) : 'something that is no error was thrown'
  return {
    exit: EXIT.bug,
    code: 'unexpected',
    message: `unexpected: ${message}`,
    hint: 'this is a fault in daypass; DAYPASS_DEBUG=1 shows where it happened',
    problems: [],
  }
}
