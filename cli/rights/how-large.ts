import { patternsIn } from '../../core/rights/fitted-boundary.ts'
import {
  MANAGED_POLICIES_MAX,
  fittedPolicies,
  charactersOf,
} from '../../core/rights/fitted-policies.ts'
import type { Deployment } from '../../core/rights/deployment.ts'
import type { RightsOf } from '../../core/rights/rights-of.ts'
import type { Policy } from '../../core/rights/statement.ts'
import { MANAGED_CHARACTERS_MAX } from '../../core/revocation/deny-document.ts'
import type { Session } from '../session.ts'

const SPLIT_ROLES = 'split the roles among several states, each with its own broker and sweeper'

/** Says which of the printed policies are several because AWS takes none so large, and which it does not take even so. */
export async function sayHowLarge(
  { reporter }: Pick<Session, 'reporter'>,
  printed: readonly RightsOf[],
  deployment: Deployment,
): Promise<void> {
  for (const who of printed) {
    const policies = fittedPolicies(who, deployment)
    if (who === 'boundary') await sayOfBoundary(reporter, policies)
    else await sayOfParts(reporter, who, policies)
  }
}

async function sayOfParts(
  reporter: Session['reporter'],
  who: RightsOf,
  policies: readonly Policy[],
): Promise<void> {
  const managed = policies.length - 1
  if (managed === 0) return
  await reporter.note(
    `the policy of ${who} is larger than a role takes: it is printed as a list, the first for the role itself, ${String(managed)} more to be managed policies of it, as the Terraform module does`,
  )
  if (managed > MANAGED_POLICIES_MAX)
    await reporter.warn(
      `AWS attaches ${String(MANAGED_POLICIES_MAX)} managed policies to a role, and ${who} has ${String(managed)}: ask AWS for more, or ${SPLIT_ROLES}`,
    )
}

async function sayOfBoundary(
  reporter: Session['reporter'],
  policies: readonly Policy[],
): Promise<void> {
  const patterns = policies.flatMap(patternsIn)
  if (patterns.length > 0)
    await reporter.warn(
      `the boundary is larger than AWS takes, so it has patterns of roles: leases can change no other role of such a name either: ${patterns.join(', ')}`,
    )
  const size = policies.reduce((sum, policy) => sum + charactersOf(policy), 0)
  if (size > MANAGED_CHARACTERS_MAX)
    await reporter.warn(
      `the boundary has ${String(size)} characters, and AWS takes ${String(MANAGED_CHARACTERS_MAX)}: give roles names or paths that begin alike, or ${SPLIT_ROLES}`,
    )
}
