import { DaypassError, type ErrorCode } from '../../core/errors.ts'
import { cureOf } from '../../core/reason.ts'
import { scrub } from '../../core/language/scrub.ts'
import { CURES } from './cures.ts'
import type { Runner } from './runner.ts'

interface ErrorText {
  /** Title of the annotation. */
  readonly title: string
  /** What to do, where neither the reason of the error nor its own hint says better. */
  readonly hint?: string
}

/** What a workflow's log says of each error. */
const ERROR_TEXTS: Readonly<Record<ErrorCode, ErrorText>> = {
  'role-invalid': { title: 'Invalid role' },
  'role-not-found': {
    title: 'No such role',
    hint: 'is the repository checked out before this step, and is the input "roles" its directory of role files?',
  },
  'request-invalid': { title: 'Invalid input' },
  'state-url-invalid': { title: 'Invalid input', hint: 'like s3://bucket/prefix' },
  'lease-not-found': { title: 'No such lease' },
  'lease-ended': { title: 'Lease ended' },
  'lease-not-renewable': { title: 'Lease cannot be renewed' },
  'lease-limit-reached': { title: 'All leases of the role are out' },
  'lease-conflict': { title: 'Lease changed meanwhile', hint: 'run the job again' },
  'aws-credentials-missing': {
    title: 'No AWS credentials',
    hint: 'name a broker-role-arn and give the job "permissions: id-token: write", or give aws-access-key-id and aws-secret-access-key; a secret is empty in jobs that Dependabot or a fork set off',
  },
  'aws-denied': { title: 'AWS denied it' },
  'aws-rejected': { title: 'AWS rejected it' },
  'aws-limit-exceeded': { title: 'Over a limit of AWS' },
  'aws-throttled': { title: 'AWS is throttling', hint: 'run the job again in a minute' },
  'aws-unavailable': {
    title: 'AWS did not answer',
    hint: 'nothing was done: check aws-region, the endpoints and the proxy, then run the job again',
  },
  'key-not-accepted': {
    title: 'New key not accepted',
    hint: 'IAM may be slow to spread changes: run the job again in some minutes',
  },
  'state-not-found': {
    title: 'No such state',
    hint: 'create the bucket, or name another with the input "state"',
  },
  'state-denied': { title: 'State denied', hint: 'the broker needs its rights on the bucket' },
  'state-unavailable': {
    title: 'State did not answer',
    hint: 'check the input "state" and the proxy, then run the job again',
  },
  'state-invalid': { title: 'State cannot be understood' },
  'state-unsafe': {
    title: 'State is unsafe',
    hint: 'leases need a bucket that honours conditional writes',
  },
  'outcome-unknown': { title: 'Outcome unknown' },
  cancelled: { title: 'Stopped' },
}

/**
 * An error in one line: what, and what to do. A text of another's error comes without what could be a secret.
 *
 * @param unsettled - who looks after what may have come of it, where that is not known.
 */
export function errorLine(error: unknown, unsettled?: string): string {
  if (!(error instanceof DaypassError)) {
    return isOfSystem(error)
      ? reasonOf(error)
      : `unexpected: ${reasonOf(error)} (this is a fault in daypass)`
  }
  const open = /^(?:outcome-unknown|cancelled)$/.test(error.code) ? unsettled : undefined
  return withHint(error, cureOf(CURES, error) ?? ERROR_TEXTS[error.code].hint ?? open)
}

/** The same of what happened in post, after which the job is not run again: what, and what its cause asks for. */
export function postLine(error: unknown): string {
  return error instanceof DaypassError ? withHint(error, cureOf(CURES, error)) : errorLine(error)
}

function withHint({ message }: DaypassError, hint: string | undefined): string {
  return hint === undefined ? message : `${message}: ${hint}`
}

/** Why something could not be done, where it is nobody's fault in daypass: a disk, a file, what the runner gave. */
export function reasonOf(error: unknown): string {
  if (error instanceof DaypassError) return postLine(error)
  return error instanceof Error ? scrub(error.message) : 'something that is no error'
}

/** The operating system refused: the disk is full, a file may not be written. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && 'syscall' in error
}

/** Annotates the job with an error: one annotation a problem, at its place in the role file where it has one. */
export function annotate(runner: Pick<Runner, 'fail'>, error: unknown, unsettled?: string): void {
  const title = error instanceof DaypassError ? ERROR_TEXTS[error.code].title : 'Unexpected'
  const problems = error instanceof DaypassError ? error.problems : []
  if (problems.length === 0) {
    runner.fail(errorLine(error, unsettled), `daypass: ${title}`)
    return
  }
  for (const { path, message, place } of problems) {
    const field = path.length === 0 ? '' : `${path.join('.')}: `
    runner.fail(`${field}${message}`, `daypass: ${title}`, place)
  }
}
