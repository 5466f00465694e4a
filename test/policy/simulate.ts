import type { Simulation } from '@cloud-copilot/iam-simulate'
import { runSimulation } from '@cloud-copilot/iam-simulate'
import { readPolicyDocument } from '../../core/policy/document.ts'
import type { Decision, NamedPolicy, PolicySet } from '../../core/policy/decision.ts'
import { evaluate } from '../../core/policy/evaluate.ts'
import type { RandomCase } from './random-case.ts'

/** What our evaluator says about a case. */
export function ourAnswer(made: RandomCase): Decision['decision'] {
  return evaluate(made.request, policySet(made)).decision
}

/** What iam-simulate says about the same. */
export async function theirAnswer(made: RandomCase): Promise<Decision['decision']> {
  const simulated = await runSimulation(simulationOf(made), {})
  if (simulated.resultType === 'error') {
    throw new Error(`iam-simulate refuses the case: ${JSON.stringify(simulated.errors)}`)
  }
  const ignored =
    simulated.resultType === 'single' ? (simulated.result.ignoredContextKeys ?? []) : []
  if (ignored.length > 0) throw new Error(`iam-simulate ignores ${ignored.join(', ')}`)
  switch (simulated.overallResult) {
    case 'Allowed':
      return 'allowed'
    case 'ExplicitlyDenied':
      return 'explicit-deny'
    case 'ImplicitlyDenied':
      return 'implicit-deny'
    default:
      throw new Error(`iam-simulate answers ${JSON.stringify(simulated.overallResult)}`)
  }
}

function policySet(made: RandomCase): PolicySet {
  const named = (name: string, written: object, kind: 'identity' | 'resource'): NamedPolicy => ({
    name,
    document: readPolicyDocument(written, kind),
  })
  return {
    identity: made.identity.map((written, index) =>
      named(`identity ${index}`, written, 'identity'),
    ),
    ...(made.boundary && { boundary: named('boundary', made.boundary, 'identity') }),
    ...(made.session && { session: [named('session', made.session, 'identity')] }),
    ...(made.resource && { resource: named('resource', made.resource, 'resource') }),
    resourceAccountId: made.resourceAccountId,
  }
}

function simulationOf(made: RandomCase): Simulation {
  const { action, resource, context, principal } = made.request
  return {
    request: {
      action,
      resource: { resource, accountId: made.resourceAccountId },
      principal: principal.arns[0] ?? '',
      contextVariables: Object.fromEntries(
        Object.entries(context).map(([key, value]) => [
          key,
          typeof value === 'string' ? value : [...value],
        ]),
      ),
    },
    identityPolicies: made.identity.map((policy, index) => ({ name: `identity ${index}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    sessionPolicy: made.session,
    resourcePolicy: made.resource,
    ...(made.boundary && {
      permissionBoundaryPolicies: [{ name: 'boundary', policy: made.boundary }],
    }),
  }
}
