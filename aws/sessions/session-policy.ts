import { DaypassError } from '../../core/errors.ts'
import { mergePolicies } from '../../core/policy/text.ts'
import type { GroupPolicies } from './group-policies.ts'
import { denyAfter, withStatements } from '../policy-end.ts'
import { defined } from '../../core/language/defined.ts'

/** STS's limit for all session policies of a session, ARNs included (STS API reference, AssumeRole, Policy). */
const SESSION_POLICIES_MAX = 2048

/** STS's limit for managed session policies (STS API reference, AssumeRole, PolicyArns). */
const POLICY_ARNS_MAX = 10

/** What narrows a session. */
export interface SessionPolicyParts {
  readonly policyArns: readonly string[]
  readonly policyDocument: string | undefined
  readonly groups: readonly string[]
  readonly fromGroups: GroupPolicies
  /** After this time the session policy denies everything. */
  readonly denyAfter: Date | undefined
  /** Whether that is all that ends it: then it may not step into another role at any time. */
  readonly isShort: boolean
  /** Whether a session without any policy has rights of its own: those of the role that is assumed. */
  readonly hasOwnRights: boolean
}

/** The parameters `Policy` and `PolicyArns` of AssumeRole and GetFederationToken. */
export interface SessionPolicy {
  readonly Policy?: string
  readonly PolicyArns?: { arn: string }[]
}

const ALLOW_ALL =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'

/** A chained session carries no session policy: whoever could take another role would outlive the end. */
const NO_CHAINING = {
  Sid: 'DaypassNoChaining',
  Effect: 'Deny',
  Action: 'sts:Assume*',
  Resource: '*',
}

/**
 * The session policies of an order, as Vault makes them: groups' documents first, the role's own last,
 * managed policies beside them, none twice. A session may do what its inline **or** managed session policies
 * allow, within the identity's rights; so the end is a Deny and never brings an Allow along where anything
 * else narrows the session.
 *
 * @throws `aws-limit-exceeded` over AWS's limits, saying by how much; `aws-rejected` when the groups have no
 * policies and nothing else narrows the session: it would have all of the role's rights, or none.
 */
export function sessionPolicy(parts: SessionPolicyParts): SessionPolicy {
  const arns = [...new Set([...parts.policyArns, ...parts.fromGroups.arns])]
  const inline = withEnd(ownDocument(parts), arns, parts)
  if (inline === undefined && arns.length === 0 && !parts.hasOwnRights) {
    throw new DaypassError('aws-rejected', 'without any policy the session would have no rights', {
      hint: 'give the role a policy_document, policy_arns or iam_groups',
    })
  }
  refuseOverLimits(inline ?? '', arns)
  return {
    ...defined({ Policy: inline }),
    ...(arns.length === 0 ? {} : { PolicyArns: arns.map((arn) => ({ arn })) }),
  }
}

function ownDocument(parts: SessionPolicyParts): string | undefined {
  const { groups, fromGroups, policyDocument, policyArns } = parts
  // By itself it is sent as it was written, whatever its version.
  if (fromGroups.documents.length === 0 && policyDocument !== undefined) return policyDocument
  const merged = mergePolicies([...fromGroups.documents, policyDocument ?? ''])
  if (merged !== '') return merged
  if (groups.length > 0 && policyArns.length + fromGroups.arns.length === 0) {
    throw new DaypassError('aws-rejected', `no policies in iam_groups ${groups.join(', ')}`, {
      hint: 'nothing would narrow the session: attach a policy to one of the groups, or take iam_groups out of the role',
    })
  }
  return undefined
}

function withEnd(
  document: string | undefined,
  arns: readonly string[],
  parts: SessionPolicyParts,
): string | undefined {
  if (parts.denyAfter === undefined) return document
  const unnarrowed = document === undefined && arns.length === 0
  if (unnarrowed && !parts.hasOwnRights) return undefined
  const base = unnarrowed ? ALLOW_ALL : document
  return withStatements(base, [denyAfter(parts.denyAfter), ...(parts.isShort ? [NO_CHAINING] : [])])
}

function refuseOverLimits(inline: string, arns: readonly string[]): void {
  if (arns.length > POLICY_ARNS_MAX) {
    throw new DaypassError(
      'aws-limit-exceeded',
      `${arns.length} managed session policies, ${arns.length - POLICY_ARNS_MAX} more than AWS takes`,
      { hint: `leave at most ${POLICY_ARNS_MAX}, those attached to iam_groups included` },
    )
  }
  const size = inline.length + arns.join('').length
  if (size > SESSION_POLICIES_MAX) {
    throw new DaypassError(
      'aws-limit-exceeded',
      `the session policies take ${size} characters, ${size - SESSION_POLICIES_MAX} more than AWS takes`,
      {
        hint: `shorten policy_document or the policies of iam_groups to ${SESSION_POLICIES_MAX} in all, ARNs included; a managed policy costs only its ARN`,
      },
    )
  }
}
