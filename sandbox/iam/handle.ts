import { AwsError } from '../aws-error.ts'
import { authorise } from '../access/authorise.ts'
import type { Call } from '../access/call.ts'
import type { ConditionContext } from '../access/context.ts'
import { resourceTagContext } from '../access/context.ts'
import type { Misbehaviour } from '../misbehaviour/misbehaviour.ts'
import { readInput } from '../wire/input.ts'
import type { Reply } from '../wire/reply.ts'
import { queryReply } from '../wire/reply.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { nameOfArn } from '../world/arn.ts'
import type { World } from '../world/world.ts'
import { actions } from './actions.ts'
import type { IamAction, IamCall } from './iam-call.ts'
import { ROLES, USERS, byName } from './kinds.ts'

/**
 * Does one action of IAM, if the caller may. Where IAM's answers lag, the host that the request meets has the say:
 * what it does not know is not there, and only what it finds in order is done.
 */
export function handleIam(
  call: Call,
  fields: readonly (readonly [string, string])[],
  misbehaviour: Misbehaviour,
): Reply {
  const action = actions[call.action]
  if (action === undefined) {
    const message = `Could not find operation ${call.action} for version 2010-05-08`
    throw new AwsError(400, 'InvalidAction', message)
  }
  requireIamAllowed(call)
  const input = readInput(fields)
  const act = (world: World) => {
    const account = world.account(call.caller.accountId)
    return perform(action, { ...call, world, input, account })
  }
  const shown = misbehaviour.shownTo(call.world, call.caller.accessKeyId)
  const answer = shown === undefined ? undefined : act(shown)
  const result = shown !== undefined && isRead(call.action) ? answer : act(call.world)
  return queryReply('iam', call.action, result, call.requestId)
}

function isRead(action: string): boolean {
  return /^(?:Get|List|Simulate)/u.test(action)
}

function perform(action: IamAction, call: IamCall): XmlFields | undefined {
  const resource = action.resource(call)
  const context = { ...resourceTags(call, resource), ...action.context?.(call) }
  for (const right of [`iam:${call.action}`, ...(action.also?.(call) ?? [])]) {
    authorise(call, { action: right, resource, context })
  }
  return action.run(call)
}

/** Condition keys of the tags that a user or role has. */
function resourceTags({ account }: IamCall, arn: string): ConditionContext {
  const entities = [byName(USERS, account, nameOfArn(arn)), byName(ROLES, account, nameOfArn(arn))]
  return resourceTagContext(entities.find((entity) => entity?.arn === arn)?.tags ?? {})
}

/**
 * Federated users may not call IAM, nor may GetSessionToken sessions that were made without MFA. AWS says
 * that their token is not valid
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html).
 */
function requireIamAllowed(call: Call): void {
  const { kind, session } = call.caller
  const withoutMfa = kind === 'user-session' && session?.mfaAt === undefined
  if (kind !== 'federated-user' && !withoutMfa) return
  throw new AwsError(
    403,
    'InvalidClientTokenId',
    'The security token included in the request is invalid',
  )
}
