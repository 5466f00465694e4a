import type { IAM } from '@aws-sdk/client-iam'
import { parseArn } from '../core/arn.ts'
import type { CallOptions } from '../core/call-options.ts'
import { DaypassError, isDaypassError } from '../core/errors.ts'
import type { DenyTarget } from '../core/revocation/deny-entry.ts'
import { ask } from './clients/ask.ts'
import { type AwsFault, readFault } from './errors/aws-fault.ts'

/** Path of the managed policies that daypass makes: rights can be given for `policy/daypass/*`. */
export const POLICY_PATH = '/daypass/'

/** The role or user of a target, taken apart. */
export interface DeniedIdentity {
  readonly kind: DenyTarget['kind']
  /** The last part of the ARN; IAM wants no path. */
  readonly name: string
  /** What managed policies of its account begin with. */
  readonly policyArns: string
}

/**
 * Takes the ARN of a target apart.
 *
 * @throws `state-invalid` when it is not the ARN of what it is said to be.
 */
export function identityOf({ kind, arn }: DenyTarget): DeniedIdentity {
  const parts = parseArn(arn)
  const name = parts?.resource.split('/').at(-1)
  if (parts === undefined || name === undefined || !parts.resource.startsWith(`${kind}/`)) {
    throw new DaypassError('state-invalid', `${arn} is not the ARN of a ${kind}`, {
      hint: 'somebody has altered an object in the store',
    })
  }
  return {
    kind,
    name,
    policyArns: `arn:${parts.partition}:iam::${parts.account}:policy${POLICY_PATH}`,
  }
}

/** Whether IAM knows a role or user; undefined when the caller may not look. */
export async function exists(
  iam: IAM,
  { kind, name }: DeniedIdentity,
  options: CallOptions,
): Promise<boolean | undefined> {
  try {
    if (kind === 'role')
      await ask(`iam:GetRole on role/${name}`, options, (http) =>
        iam.getRole({ RoleName: name }, http),
      )
    else
      await ask(`iam:GetUser on user/${name}`, options, (http) =>
        iam.getUser({ UserName: name }, http),
      )
    return true
  } catch (error) {
    if (isMissing(faultOf(error))) return false
    if (isDaypassError(error, 'aws-denied')) return undefined
    throw error
  }
}

/** What AWS said behind an error of ours. */
export function faultOf(error: unknown): AwsFault | undefined {
  return error instanceof DaypassError && error.cause instanceof Error
    ? readFault(error.cause)
    : undefined
}

/** Whether AWS does not know what was named. Ceph sends no codes. */
export function isMissing(fault: AwsFault | undefined): boolean {
  return fault?.code === 'NoSuchEntity' || (fault?.code === undefined && fault?.status === 404)
}
