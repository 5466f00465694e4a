import { MANAGED_CHARACTERS_MAX } from '../revocation/deny-document.ts'
import { policySize } from '../policy/text.ts'
import type { Deployment } from './deployment.ts'
import { fittedBoundary } from './fitted-boundary.ts'
import { type RightsOf, rightsOf } from './rights-of.ts'
import { piecesOf } from './split-statement.ts'
import type { Policy, PolicyStatement } from './statement.ts'

/** What a role takes inline: AWS's 10,240 characters, less what the right to write a log needs beside. */
const INLINE_CHARACTERS = 9800

/** Of one piece of a statement, so that little room is left over. */
const PIECE_CHARACTERS = 1500

/** How many managed policies AWS attaches to a role unless it is asked for more. */
export const MANAGED_POLICIES_MAX = 10

/**
 * The policies of `rightsOf` in the sizes that AWS takes: one where it fits into a role, else the first for the role itself and
 * the others to be managed policies beside it, with the same rights together. A boundary is always one, see `fittedBoundary`.
 * Pure.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function fittedPolicies(who: RightsOf, deployment: Deployment): readonly Policy[] {
  if (who === 'boundary') return [fittedBoundary(deployment)]
  const whole = rightsOf(who, deployment)
  if (charactersOf(whole) <= INLINE_CHARACTERS) return [whole]
  const parts: PolicyStatement[][] = [[]]
  for (const piece of whole.Statement.flatMap((one) => piecesOf(one, PIECE_CHARACTERS))) {
    const last = parts.at(-1) ?? []
    const most = parts.length === 1 ? INLINE_CHARACTERS : MANAGED_CHARACTERS_MAX
    if (last.length === 0 || charactersOf(policyOf([...last, piece])) <= most) last.push(piece)
    else parts.push([piece])
  }
  return parts.map(policyOf)
}

/** As it is printed: a policy, or a list of them where one would be larger than AWS takes. */
export function printedPolicy(who: RightsOf, deployment: Deployment): Policy | readonly Policy[] {
  const policies = fittedPolicies(who, deployment)
  const [first, ...others] = policies
  return first === undefined || others.length > 0 ? policies : first
}

/** Characters of a policy, as AWS counts them. */
export function charactersOf(policy: Policy): number {
  return policySize(JSON.stringify(policy))
}

function policyOf(Statement: readonly PolicyStatement[]): Policy {
  return { Version: '2012-10-17', Statement }
}
