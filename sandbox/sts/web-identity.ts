import { evaluate } from '../../core/policy/evaluate.ts'
import type { Call } from '../access/call.ts'
import type { ConditionContext } from '../access/context.ts'
import { requestContext, requestTagContext, resourceTagContext } from '../access/context.ts'
import { AwsError, validationError } from '../aws-error.ts'
import { readInput, TEXT_RULES } from '../wire/input.ts'
import type { Reply } from '../wire/reply.ts'
import { queryReply } from '../wire/reply.ts'
import type { IamRole } from '../world/entities.ts'
import { readDuration } from './new-session.ts'
import { settledRole } from './role-trust.ts'
import { startRoleSession } from './role-session.ts'
import { readSessionPolicies } from './session-policies.ts'
import type { StsCall } from './sts-call.ts'
import type { WebIdentity } from './web-identity-token.ts'
import { readWebIdentity } from './web-identity-token.ts'

/**
 * AssumeRoleWithWebIdentity: needs no AWS credentials, but a token of an identity provider that the role's account
 * knows and the role trusts (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).
 */
export async function assumeRoleWithWebIdentity(
  unsigned: Call,
  fields: readonly (readonly [string, string])[],
): Promise<Reply> {
  const call: StsCall = { ...unsigned, input: readInput(fields) }
  const { input, trace } = call
  const roleArn = input.text('RoleArn', TEXT_RULES.arn)
  const name = input.text('RoleSessionName', TEXT_RULES.sessionName)
  const token = input.text('WebIdentityToken', { pattern: /^/u, min: 4, max: 20_000 })
  const seconds = readDuration(call, 43_200, 3600)
  trace.resource = roleArn
  const identity = await readWebIdentity(call, roleArn, token)
  trace.principal = identity.subject
  const policies = readSessionPolicies(call, identity.tags)
  const role = settledRole(call, roleArn)
  if (role === undefined) throw notAuthorised()
  requireTrust(call, role, identity, {
    'sts:RoleSessionName': name,
    'sts:DurationSeconds': String(seconds),
  })
  if (seconds > role.maxSessionSeconds) {
    throw validationError(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
  const session = startRoleSession(call, role, {
    name,
    seconds,
    policies,
    tags: identity.tags,
    transitiveTagKeys: identity.transitiveTagKeys,
    sourceIdentity: identity.sourceIdentity,
    federatedProvider: identity.providerArn,
  })
  const result = {
    ...session,
    SubjectFromWebIdentityToken: identity.subject,
    Audience: identity.audience,
    Provider: identity.providerArn,
  }
  return queryReply('sts', call.action, result, call.requestId)
}

function requireTrust(call: StsCall, role: IamRole, identity: WebIdentity, context: ConditionContext): void {
  const rights = [
    'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(identity.tags).length > 0 ? ['sts:TagSession'] : []),
    ...(identity.sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ]
  for (const action of rights) {
    const { decision } = evaluate(
      {
        action,
        resource: role.arn,
        context: {
          ...requestContext(call),
          ...context,
          ...identity.context,
          ...requestTagContext(identity.tags),
          ...resourceTagContext(role.tags),
        },
        principal: {
          kind: 'web-identity',
          arns: [],
          accountId: '',
          federated: identity.providerArn,
        },
      },
      {
        identity: [],
        resource: { name: 'trust policy', document: role.trust.document },
        resourceAccountId: role.accountId,
      },
    )
    if (decision !== 'allowed') throw notAuthorised()
  }
}

function notAuthorised(): AwsError {
  const message = 'Not authorized to perform sts:AssumeRoleWithWebIdentity'
  return new AwsError(403, 'AccessDenied', message)
}
