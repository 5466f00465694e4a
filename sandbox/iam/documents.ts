import { readPolicyDocument } from '../../core/policy/document.ts'
import type { PolicyKind } from '../../core/policy/policy.ts'
import { isDaypassError } from '../../core/errors.ts'
import { AwsError } from '../aws-error.ts'
import type { PolicyText } from '../world/entities.ts'

/**
 * Reads a policy as IAM does.
 *
 * @throws {@link AwsError} `MalformedPolicyDocument`
 */
export function readPolicy(text: string, kind: PolicyKind): PolicyText {
  try {
    return { text, document: readPolicyDocument(text, kind) }
  } catch (error) {
    if (!isDaypassError(error)) throw error
    const [problem] = error.problems
    const place = problem === undefined || problem.path.length === 0 ? '' : problem.path.join('.')
    const why = `${place} ${problem?.message ?? error.message}`.trim()
    throw new AwsError(400, 'MalformedPolicyDocument', `Syntax errors in policy: ${why}.`)
  }
}

/** Policy documents stand URL-encoded in IAM's answers (RFC 3986). */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
