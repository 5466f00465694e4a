import { AwsError, validationError } from '../aws-error.ts'
import { refuse } from '../access/authorise.ts'
import type { ConditionContext } from '../access/context.ts'
import { requestTagContext, resourceTagContext } from '../access/context.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { IamRole } from '../world/entities.ts'
import { checkMfa } from './mfa.ts'
import { inheritedTags, readTransitiveKeys, sourceIdentityOf } from './inherited.ts'
import { readDuration } from './new-session.ts'
import { settledRole, requireTrust } from './role-trust.ts'
import { startRoleSession } from './role-session.ts'
import { readSessionPolicies } from './session-policies.ts'
import type { StsCall } from './sts-call.ts'

const CHAINED_SECONDS = 3600

/** AssumeRole (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
export function assumeRole(call: StsCall): XmlFields {
  const { input, caller } = call
  const roleArn = input.text('RoleArn', TEXT_RULES.arn)
  const name = input.text('RoleSessionName', TEXT_RULES.sessionName)
  const seconds = readDuration(call, 43_200, 3600)
  const requested = input.tags()
  const tags = { ...inheritedTags(caller, requested), ...requested }
  const policies = readSessionPolicies(call, tags)
  const sourceIdentity = sourceIdentityOf(call)
  call.trace.resource = roleArn
  if (caller.kind === 'root') {
    throw new AwsError(403, 'AccessDenied', 'Roles may not be assumed by root accounts.')
  }
  const role = settledRole(call, roleArn)
  if (role === undefined) throw refuse(caller, 'sts:AssumeRole', roleArn)
  const withMfa = checkMfa(call)
  const context: ConditionContext = {
    ...trustContext(call, role, seconds),
    ...requestTagContext(tags),
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
    ...(withMfa && { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' }),
  }
  requireTrust(call, role, context, {
    tags: Object.keys(tags).length > 0,
    sourceIdentity: sourceIdentity !== undefined,
  })
  requireDuration(call, role, seconds)
  const transitiveTagKeys = [
    ...Object.keys(inheritedTags(caller, requested)),
    ...readTransitiveKeys(call, requested),
  ]
  return startRoleSession(call, role, {
    name,
    seconds,
    policies,
    tags,
    transitiveTagKeys,
    sourceIdentity,
    mfaAt: withMfa ? call.now : caller.session?.mfaAt,
  })
}

function trustContext(call: StsCall, role: IamRole, seconds: number): ConditionContext {
  const externalId = call.input.optional('ExternalId', TEXT_RULES.externalId)
  const transitive = call.input.list('TransitiveTagKeys')
  return {
    ...resourceTagContext(role.tags),
    'sts:RoleSessionName': call.input.text('RoleSessionName'),
    'sts:DurationSeconds': String(seconds),
    ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
    ...(transitive.length > 0 && { 'sts:TransitiveTagKeys': [...transitive] }),
  }
}

/** Role chaining ends after one hour at the latest; a role says how long its sessions may be. */
function requireDuration(call: StsCall, role: IamRole, seconds: number): void {
  if (call.caller.kind === 'role-session' && seconds > CHAINED_SECONDS) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
  if (seconds > role.maxSessionSeconds) {
    throw validationError(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
}
