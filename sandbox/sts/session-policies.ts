import { deflateRawSync } from 'node:zlib'
import { AwsError, validationError } from '../aws-error.ts'
import { readPolicy } from '../iam/documents.ts'
import type { TextRule } from '../wire/input.ts'
import type { PolicyText, Tags } from '../world/entities.ts'
import type { StsCall } from './sts-call.ts'

const PLAINTEXT_LIMIT = 2048
const POLICY: TextRule = {
  pattern: /^[\u0009\u000A\u000D\u0020-\u00FF]+$/u,
  min: 1,
  max: PLAINTEXT_LIMIT,
}

/** The policies a session is narrowed by, and what they fill of the token. */
export interface SessionPolicies {
  readonly policy: PolicyText | undefined
  readonly arns: readonly string[]
  /** In percent; AWS does not tell how it packs: here it is the deflated size against 2,048 bytes. */
  readonly packedSize: number
}

/**
 * Reads `Policy` and `PolicyArns`.
 *
 * @throws {@link AwsError} `ValidationError`, `MalformedPolicyDocument`, `PackedPolicyTooLarge`
 */
export function readSessionPolicies(call: StsCall, tags: Tags): SessionPolicies {
  const text = call.input.optional('Policy', POLICY)
  const arns = readArns(call)
  const length = [text ?? '', ...arns].reduce((sum, part) => sum + part.length, 0)
  const packed = deflateRawSync([text ?? '', ...arns, JSON.stringify(tags)].join('\n')).length
  const packedSize = Math.ceil((packed * 100) / PLAINTEXT_LIMIT)
  if (length > PLAINTEXT_LIMIT || packedSize > 100) {
    const percent = Math.max(packedSize, Math.ceil((length * 100) / PLAINTEXT_LIMIT))
    throw new AwsError(
      400,
      'PackedPolicyTooLarge',
      `Serialized token too large for session: packed size is ${percent}% of the allowed size`,
    )
  }
  return { policy: text === undefined ? undefined : readPolicy(text, 'session'), arns, packedSize }
}

function readArns(call: StsCall): string[] {
  const arns: string[] = []
  for (let index = 1; ; index += 1) {
    const arn = call.input.optional(`PolicyArns.member.${index}.arn`)
    if (arn === undefined) break
    if (!/^arn:[\w-]+:iam::(?:\d{12}|aws):policy\//u.test(arn)) {
      throw validationError(`PolicyArns: ${arn} is not a policy ARN`)
    }
    arns.push(arn)
  }
  if (arns.length > 10) {
    throw validationError(
      "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10",
    )
  }
  return arns
}
