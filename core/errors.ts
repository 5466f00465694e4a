import type { Place } from './place.ts'
import type { Reason } from './reason.ts'

/**
 * Everything that can go wrong on purpose, as a closed set. Each face (command, Action, provider, library, scheduled
 * sweep) that words codes has an exhaustive record, so a new code does not compile until every such face knows it.
 */
export type ErrorCode =
  // Yours to fix
  | 'role-invalid' // a role definition breaks a rule; see problems
  | 'role-not-found'
  | 'request-invalid' // ttl, role_arn, lease id, … does not fit the role or the format
  | 'state-url-invalid'
  // Leases
  | 'lease-not-found'
  | 'lease-ended'
  | 'lease-not-renewable'
  | 'lease-limit-reached' // the role's max_leases are all taken
  | 'lease-conflict' // another process changed the lease; read it again
  // AWS (IAM and STS)
  | 'aws-credentials-missing'
  | 'aws-denied'
  | 'aws-rejected' // AWS understood and will not: bad input, missing entity, policy too large
  | 'aws-limit-exceeded' // a quota or a size limit of the account or the entity
  | 'aws-throttled'
  | 'aws-unavailable' // nothing was done: no connection, or a read that failed
  | 'key-not-accepted' // a new access key never worked within the wait; it was revoked
  // State (S3 or a directory)
  | 'state-not-found' // no such bucket
  | 'state-denied'
  | 'state-unavailable'
  | 'state-invalid' // a document that is there cannot be understood
  | 'state-unsafe' // the store ignores conditional writes
  // Both
  | 'outcome-unknown' // the write may or may not have happened; the sweep finds out
  | 'cancelled'

/** One thing wrong with an input, and where. */
export interface Problem {
  /** Path of the field, e.g. `['policy_document', 'Statement', 0]`; empty for the whole. */
  readonly path: readonly (string | number)[]
  /** What is wrong and how to cure it: lower case, no full stop, no secret. */
  readonly message: string
  /** Where it stands, if it came from a file. */
  readonly place?: Place
}

/** Options of {@link DaypassError}. */
export interface ErrorOptions {
  readonly cause?: unknown
  readonly problems?: readonly Problem[]
  /**
   * What to do about it, as one sentence fragment that is the same for everybody: it names no option, input or variable
   * of any face.
   */
  readonly hint?: string
  /** Why, where each face has its own words for what to do; they go over the hint. */
  readonly reason?: Reason
  /** Of a failed issue: AWS has surely made nothing. False when absent. */
  readonly madeNothing?: boolean
}

/**
 * The one error class of daypass. The domain and its adapters throw it; only faces turn its code into
 * words for a person. The message never contains a secret.
 */
export class DaypassError extends Error {
  override readonly name = 'DaypassError'
  readonly code: ErrorCode
  readonly problems: readonly Problem[]
  readonly hint: string | undefined
  readonly reason: Reason | undefined
  readonly madeNothing: boolean

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.problems = options.problems ?? []
    this.hint = options.hint
    this.reason = options.reason
    this.madeNothing = options.madeNothing ?? false
  }
}

/** Whether an unknown value is a {@link DaypassError} with one of the given codes (any code if none is given). */
export function isDaypassError(error: unknown, ...codes: ErrorCode[]): error is DaypassError {
  return error instanceof DaypassError && (codes.length === 0 || codes.includes(error.code))
}

const STORE_CODES: readonly ErrorCode[] = [
  'state-not-found',
  'state-denied',
  'state-unavailable',
  'state-invalid',
  'state-unsafe',
]

/** Whether it is the store that failed, and surely not AWS. */
export function isStoreFault(error: unknown): error is DaypassError {
  return isDaypassError(error, ...STORE_CODES)
}

/** Lets go of a failure that something else makes good; a bug is thrown on. */
export function ignoreOperational(error: unknown): void {
  if (!isDaypassError(error)) throw error
}

/** What is thrown for a failed issue: a stop by a signal is an error of ours too; a bug stays what it is. */
export function asFailure(error: unknown): DaypassError {
  if (isDaypassError(error)) return error
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) {
    return new DaypassError('cancelled', 'issuing was stopped before it was done', { cause: error })
  }
  throw error
}
