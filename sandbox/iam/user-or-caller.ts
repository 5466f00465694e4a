import { noSuchEntity, validationError } from '../aws-error.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { User } from '../world/entities.ts'
import type { IamAction, IamCall } from './iam-call.ts'
import { USERS, byName } from './kinds.ts'

/** An action on the user that is named, or on the caller when none is. */
export function onUserOrCaller(
  run: (call: IamCall, user: User) => XmlFields | undefined,
): IamAction {
  return {
    resource: (call) => userNamed(call)?.arn ?? `user ${userName(call)}`,
    run: (call) => {
      const user = userNamed(call)
      if (user !== undefined) return run(call, user)
      throw noSuchEntity(`The user with name ${userName(call)} cannot be found.`)
    },
  }
}

function userNamed(call: IamCall): User | undefined {
  return byName(USERS, call.account, userName(call))
}

function userName(call: IamCall): string {
  const name = call.input.optional('UserName', TEXT_RULES.userName) ?? call.caller.user?.name
  if (name !== undefined) return name
  throw validationError('Must specify userName when calling with non-User credentials')
}
