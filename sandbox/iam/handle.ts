import { AwsError } from '../aws-error.ts'
import { authorise } from '../access/authorise.ts'
import type { Call } from '../access/call.ts'
import type { Context } from '../access/context.ts'
import { resourceTagContext } from '../access/context.ts'
import { readInput } from '../wire/input.ts'
import type { Reply } from '../wire/reply.ts'
import { queryReply } from '../wire/reply.ts'
import { nameOfArn } from '../world/arn.ts'
import { actions } from './actions.ts'
import type { IamCall } from './iam-call.ts'
import { ROLES, USERS, byName } from './kinds.ts'

/** Does one action of IAM, if the caller may. */
export function handleIam(call: Call, fields: readonly (readonly [string, string])[]): Reply {
  const action = actions[call.action]
  if (action === undefined) {
    const message = `Could not find operation ${call.action} for version 2010-05-08`
    throw new AwsError(400, 'InvalidAction', message)
  }
  requireIamAllowed(call)
  const iamCall: IamCall = {
    ...call,
    input: readInput(fields),
    account: call.world.account(call.caller.accountId),
  }
  const resource = action.resource(iamCall)
  const context = { ...resourceTags(iamCall, resource), ...action.context?.(iamCall) }
  for (const right of [`iam:${call.action}`, ...(action.also?.(iamCall) ?? [])]) {
    authorise(call, { action: right, resource, context })
  }
  return queryReply('iam', call.action, action.run(iamCall), call.requestId)
}

/** Condition keys of the tags that a user or role has. */
function resourceTags({ account }: IamCall, arn: string): Context {
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
