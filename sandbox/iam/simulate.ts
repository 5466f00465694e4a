import type { Decision, NamedPolicy } from '../../core/policy/decision.ts'
import { evaluate } from '../../core/policy/evaluate.ts'
import type { Caller } from '../access/caller.ts'
import { type ConditionContext, callerContext } from '../access/context.ts'
import { type CallerPolicies, ownPolicies, policiesOf } from '../access/policies.ts'
import { principalOf } from '../access/principal.ts'
import { noSuchEntity, validationError } from '../aws-error.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { nameOfArn } from '../world/arn.ts'
import { readPolicy } from './documents.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { GROUPS, ROLES, USERS, byName } from './kinds.ts'

/** SimulatePrincipalPolicy and SimulateCustomPolicy, with the policies in force and without resource policies. */
export const simulateActions: IamActions = {
  SimulatePrincipalPolicy: {
    resource: sourceArn,
    run: (call) => {
      const source = findSource(call)
      const identity = [...source.policies.identity, ...inputPolicies(call)]
      return simulate(call, source.caller, { ...source.policies, identity })
    },
  },
  SimulateCustomPolicy: {
    resource: () => '*',
    run: (call) => simulate(call, NOBODY, { identity: inputPolicies(call) }),
  },
}

const NOBODY: Caller = {
  kind: 'user',
  accountId: '',
  arn: '',
  userId: '',
  accessKeyId: '',
}

interface Source {
  readonly caller: Caller
  readonly policies: CallerPolicies
}

function simulate(call: IamCall, caller: Caller, policies: CallerPolicies): XmlFields {
  const actions = call.input.list('ActionNames')
  if (actions.length === 0) throw validationError('ActionNames must not be empty')
  const resources = call.input.list('ResourceArns')
  const context: ConditionContext = {
    ...callerContext(caller, call.now),
    'aws:CurrentTime': call.now.toISOString(),
    ...readContext(call),
  }
  const principal = principalOf(caller)
  const results = actions.flatMap((action) =>
    (resources.length === 0 ? ['*'] : resources).map((resource) => {
      const decision = evaluate({ action, resource, context, principal }, policies)
      return resultFields(action, resource, decision)
    }),
  )
  return { EvaluationResults: results, IsTruncated: false }
}

const DECISIONS: Record<Decision['decision'], string> = {
  allowed: 'allowed',
  'explicit-deny': 'explicitDeny',
  'implicit-deny': 'implicitDeny',
}

function resultFields(action: string, resource: string, decision: Decision): XmlFields {
  const { decidedBy } = decision
  const matched = decidedBy === undefined ? [] : [{ SourcePolicyId: decidedBy.policy }]
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: DECISIONS[decision.decision],
    MatchedStatements: matched,
    MissingContextValues: [],
  }
}

function findSource(call: IamCall): Source {
  const arn = sourceArn(call)
  const name = nameOfArn(arn)
  const facts = { accountId: call.account.id, arn, accessKeyId: '' }
  const user = byName(USERS, call.account, name)
  if (user?.arn === arn) return sourceOf(call, { ...facts, kind: 'user', userId: user.id, user })
  const role = byName(ROLES, call.account, name)
  if (role?.arn === arn) {
    return sourceOf(call, { ...facts, kind: 'role-session', userId: role.id, role })
  }
  const group = byName(GROUPS, call.account, name)
  if (group?.arn === arn) {
    return { caller: NOBODY, policies: { identity: ownPolicies(call.world, group, call.now) } }
  }
  throw noSuchEntity(`The policy source ${arn} cannot be found.`)
}

function sourceOf(call: IamCall, caller: Caller): Source {
  return { caller, policies: policiesOf(call.world, caller, call.now) }
}

function sourceArn(call: IamCall): string {
  return call.input.text('PolicySourceArn', TEXT_RULES.arn)
}

function inputPolicies(call: IamCall): NamedPolicy[] {
  return call.input.list('PolicyInputList').map((text, index) => ({
    name: `PolicyInputList.${index + 1}`,
    document: readPolicy(text, 'identity').document,
  }))
}

function readContext(call: IamCall): ConditionContext {
  const context: ConditionContext = {}
  for (let index = 1; ; index += 1) {
    const at = `ContextEntries.member.${index}`
    const name = call.input.optional(`${at}.ContextKeyName`)
    if (name === undefined) return context
    const values = [...call.input.list(`${at}.ContextKeyValues`)]
    const isList = call.input.optional(`${at}.ContextKeyType`)?.endsWith('List') ?? false
    context[name] = isList ? values : (values[0] ?? '')
  }
}
