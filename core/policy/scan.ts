import { type ArnFields, matchesResource, splitArn } from './arn.ts'
import { conditionsHold } from './conditions.ts'
import type { Statement } from './policy.ts'
import type { AccessRequest, DecidingStatement, NamedPolicy, PolicyLayer } from './decision.ts'
import { matchesAction } from './match.ts'
import { type Naming, type RequestPrincipal, namingOf } from './principals.ts'
import type { ContextLookup } from './variables.ts'
import { defined } from '../language/defined.ts'

/** A request, prepared once for all statements. */
export interface Asked {
  /** In lower case. */
  readonly action: string
  readonly resource: string
  /** The resource taken apart; undefined when it is no ARN. */
  readonly arn: ArnFields | undefined
  readonly context: ContextLookup
}

/** What policies of one kind say: the first statement that denies, the first that allows. */
export interface Findings {
  readonly deny?: DecidingStatement | undefined
  readonly allow?: DecidingStatement | undefined
}

/** What a resource policy says; its allows are told apart by how they name the one who asks. */
export interface ResourceFindings {
  readonly deny?: DecidingStatement | undefined
  readonly allow: Readonly<Partial<Record<Naming, DecidingStatement>>>
}

/** Prepares a request. */
export function readAccessRequest(request: AccessRequest): Asked {
  return {
    action: request.action.toLowerCase(),
    resource: request.resource,
    arn: splitArn(request.resource),
    context: contextLookup(request.context),
  }
}

/** Looks through policies that say nothing about principals. */
export function scanPolicies(
  asked: Asked,
  layer: PolicyLayer,
  policies: readonly NamedPolicy[],
): Findings {
  let allow: DecidingStatement | undefined
  for (const policy of policies) {
    const variables = variablesOf(policy, asked)
    let index = -1
    for (const statement of policy.document.Statement) {
      index += 1
      // An allow is known already: only a deny could still change anything.
      if (statement.Effect === 'Allow' && allow !== undefined) continue
      if (!applies(statement, asked, variables)) continue
      const found = deciding(policy, layer, index, statement)
      if (statement.Effect === 'Deny') return { deny: found, allow }
      allow = found
    }
  }
  return { allow }
}

/** Looks through a resource or trust policy for what it says about the one who asks. */
export function scanResourcePolicy(
  asked: Asked,
  policy: NamedPolicy,
  who: RequestPrincipal,
  hasBoundary: boolean,
): ResourceFindings {
  const variables = variablesOf(policy, asked)
  const allow: Partial<Record<Naming, DecidingStatement>> = {}
  for (const [index, statement] of policy.document.Statement.entries()) {
    const naming = namingIn(statement, who, hasBoundary)
    if (naming === undefined || !applies(statement, asked, variables)) continue
    const found = deciding(policy, 'resource', index, statement)
    if (statement.Effect === 'Deny') return { deny: found, allow }
    allow[naming] ??= found
  }
  return { allow }
}

/**
 * Variables came with the version of 2012; before, "variables […] are treated as literal strings".
 */
function variablesOf(policy: NamedPolicy, asked: Asked): ContextLookup | undefined {
  return policy.document.Version === '2012-10-17' ? asked.context : undefined
}

function applies(
  statement: Statement,
  asked: Asked,
  variables: ContextLookup | undefined,
): boolean {
  return (
    actionFits(statement, asked) &&
    resourceFits(statement, asked, variables) &&
    conditionsHold(statement.Condition, asked.context, variables)
  )
}

function actionFits({ Action, NotAction }: Statement, asked: Asked): boolean {
  if (Action !== undefined) return hasAction(Action, asked)
  return NotAction === undefined ? false : !hasAction(NotAction, asked)
}

function hasAction(entries: readonly string[], asked: Asked): boolean {
  for (const entry of entries) if (matchesAction(entry, asked.action)) return true
  return false
}

function resourceFits(
  { Resource, NotResource }: Statement,
  asked: Asked,
  variables: ContextLookup | undefined,
): boolean {
  if (Resource !== undefined) return hasResource(Resource, asked, variables)
  return NotResource === undefined || !hasResource(NotResource, asked, variables)
}

function hasResource(
  entries: readonly string[],
  asked: Asked,
  variables: ContextLookup | undefined,
): boolean {
  for (const entry of entries) {
    if (matchesResource(entry, asked.resource, asked.arn, variables)) return true
  }
  return false
}

function namingIn(
  { Effect, Principal, NotPrincipal }: Statement,
  who: RequestPrincipal,
  hasBoundary: boolean,
): Naming | undefined {
  if (Principal !== undefined) return namingOf(Principal, who)
  if (NotPrincipal === undefined) return undefined
  // "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a
  // permissions boundary policy attached, regardless of the values specified in the NotPrincipal
  // element"
  if (Effect === 'Deny' && hasBoundary) return 'direct'
  return namingOf(NotPrincipal, who) === undefined ? 'direct' : undefined
}

function deciding(
  policy: NamedPolicy,
  layer: PolicyLayer,
  statementIndex: number,
  { Sid }: Statement,
): DecidingStatement {
  return { policy: policy.name, layer, statementIndex, ...defined({ sid: Sid }) }
}

/**
 * A key written in the request's own case is found at once; the others need the index, made on
 * first need.
 */
function contextLookup(context: AccessRequest['context']): ContextLookup {
  let index: ReadonlyMap<string, string | readonly string[]> | undefined
  return (key) => {
    if (Object.hasOwn(context, key)) return context[key]
    index ??= new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value]))
    return index.get(key.toLowerCase())
  }
}
