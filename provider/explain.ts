import { type ErrorCode, isDaypassError } from '../core/errors.ts'
import { cureOf } from '../core/reason.ts'
import { oneLine } from '../core/language/one-line.ts'
import { scrub } from '../core/language/scrub.ts'
import type { DiagnosticProblem } from '../terraform-plugin/protocol/diagnostic.ts'
import { CURES } from './cures.ts'
import { sentence } from './sentence.ts'

interface ErrorWords {
  /** One line, beginning upper case, without a full stop. */
  readonly summary: string
  /** What to do, where neither the reason of the error nor its own hint says better. */
  readonly cure?: string
}

const SWEEP = 'A sweep finds out and cleans up, at the latest when the lease ends.'

/** What Terraform shows of each error. */
export const ERROR_WORDS: Readonly<Record<ErrorCode, ErrorWords>> = {
  'role-invalid': { summary: 'Invalid role' },
  'role-not-found': { summary: 'No such role' },
  'request-invalid': { summary: 'Request does not fit the role' },
  'state-url-invalid': {
    summary: 'Invalid state URL',
    cure: 'Correct state in the provider block: s3://bucket/prefix?region=… or file:///directory.',
  },
  'lease-not-found': {
    summary: 'No such lease',
    cure: 'The data source daypass_leases shows those that live.',
  },
  'lease-ended': { summary: 'Lease has ended' },
  'lease-not-renewable': { summary: 'Lease cannot be renewed' },
  'lease-limit-reached': { summary: 'All leases of the role are out' },
  'lease-conflict': {
    summary: 'Lease changed meanwhile',
    cure: 'Another process changed the lease: run Terraform again.',
  },
  'aws-credentials-missing': {
    summary: 'No AWS credentials',
    cure: 'Set profile, assume_role_with_web_identity or access_key in the provider block, or AWS_PROFILE or AWS_ACCESS_KEY_ID in the environment.',
  },
  'aws-denied': {
    summary: 'Not allowed by AWS',
    cure: 'Check as whom the provider works: profile, access_key or assume_role in the provider block.',
  },
  'aws-rejected': { summary: 'Refused by AWS' },
  'aws-limit-exceeded': { summary: 'Over a limit of AWS' },
  'aws-throttled': {
    summary: 'Too many requests to AWS',
    cure: 'Run Terraform again in a minute.',
  },
  'aws-unavailable': {
    summary: 'AWS not reached',
    cure: 'Nothing was done. Check the network, and region and endpoints in the provider block.',
  },
  'key-not-accepted': {
    summary: 'New key never worked',
    cure: 'The key was taken back, and IAM may be slow to spread changes: run Terraform again in some minutes.',
  },
  'state-not-found': {
    summary: 'No such bucket',
    cure: 'Create it, or name another place with state in the provider block.',
  },
  'state-denied': {
    summary: 'No access to the state',
    cure: 'Check as whom the provider works: profile, access_key or assume_role in the provider block.',
  },
  'state-unavailable': {
    summary: 'State not reached',
    cure: 'Check the network and state in the provider block, then run Terraform again.',
  },
  'state-invalid': { summary: 'State not understood' },
  'state-unsafe': {
    summary: 'Unsafe store',
    cure: 'Leases need a store that honours conditional writes.',
  },
  'outcome-unknown': { summary: 'Outcome unknown', cure: SWEEP },
  cancelled: { summary: 'Stopped', cure: SWEEP },
}

/** Puts an error into words. What is no error of daypass's own is a fault in it, reported without details. */
export function explain(error: unknown): DiagnosticProblem {
  if (!isDaypassError(error)) {
    const message = error instanceof Error ? scrub(error.message) : 'something that is no error'
    return {
      summary: 'Fault in daypass',
      detail: oneLine(
        `This should not happen: ${message}. TF_LOG=debug shows where; please report it.`,
      ),
    }
  }
  const { summary, cure } = ERROR_WORDS[error.code]
  const problems = error.problems.map(({ message, place }) =>
    place === undefined || place.line === 0
      ? `- ${oneLine(message)}`
      : oneLine(`- ${place.file}:${place.line}:${place.column}: ${message}`),
  )
  const detail = oneLine(sentence(error.message, cureOf(CURES, error) ?? cure))
  return { summary, detail: [detail, ...problems].join('\n') }
}
