import type { Decision, NamedPolicy, PolicyLayer } from '../../core/policy/decision.ts'
import { evaluate } from '../../core/policy/evaluate.ts'
import { AwsError } from '../aws-error.ts'
import type { Call } from './call.ts'
import type { Caller } from './caller.ts'
import { type ConditionContext, requestContext } from './context.ts'
import { policiesOf } from './policies.ts'
import { principalOf } from './principal.ts'
import { defined } from '../../core/language/defined.ts'

/** A right that a call needs. */
export interface Access {
  readonly action: string
  /** An ARN, or `*`. */
  readonly resource: string
  /** Condition keys beside those of every request. */
  readonly context?: ConditionContext
  /** Bucket policy or trust policy. */
  readonly resourcePolicy?: NamedPolicy | undefined
  readonly resourceAccountId?: string
}

/**
 * Lets a call go on only if the policies in force allow it.
 *
 * @throws {@link AwsError} `AccessDenied`
 */
export function authorise(call: Call, access: Access): void {
  if (call.trace.resource === '') call.trace.resource = access.resource
  const decision = decide(call, access)
  if (decision.decision !== 'allowed') throw accessDenied(call, access, decision)
}

/** Whether the policies in force allow it. */
export function isAllowed(call: Call, access: Access): boolean {
  return decide(call, access).decision === 'allowed'
}

/** What the policies in force say. */
function decide(call: Call, access: Access): Decision {
  const { action, resource, resourcePolicy, resourceAccountId } = access
  return evaluate(
    {
      action,
      resource,
      context: { ...requestContext(call), ...access.context },
      principal: principalOf(call.caller),
    },
    {
      ...policiesOf(call.world, call.caller, call.now),
      ...defined({ resource: resourcePolicy, resourceAccountId }),
    },
  )
}

/** The 403 in AWS's words (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html). */
function accessDenied(call: Call, access: Access, decision: Decision): AwsError {
  const { action, resource } = access
  const shown = call.service === 's3' ? `"${resource}"` : resource
  const why = reason(action, decision)
  return new AwsError(
    403,
    'AccessDenied',
    `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${shown} ${why}`,
  )
}

const LAYERS: Record<PolicyLayer, string> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  resource: 'resource-based policy',
}

function reason(action: string, decision: Decision): string {
  if (decision.decision === 'explicit-deny') {
    const layer = LAYERS[decision.decidedBy?.layer ?? 'identity']
    return `with an explicit deny in ${/^[ei]/u.test(layer) ? 'an' : 'a'} ${layer}`
  }
  return `because no ${LAYERS[decision.missing ?? 'identity']} allows the ${action} action`
}

/** The message for callers whom a service refuses whatever their policies say. */
export function refuse(caller: Caller, action: string, resource: string): AwsError {
  return new AwsError(
    403,
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`,
  )
}
