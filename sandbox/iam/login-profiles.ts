import { AwsError, noSuchEntity } from '../aws-error.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { without } from '../without.ts'
import type { User } from '../world/entities.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { USERS, named, resourceOf, store } from './kinds.ts'

const resource = resourceOf(USERS)

/** Console passwords; the password itself is not kept, since there is no console here. */
export const loginProfileActions: IamActions = {
  CreateLoginProfile: {
    resource,
    run: (call) => {
      const user = named(USERS, call)
      if (user.loginProfile !== undefined) {
        const message = `Login Profile for user ${user.name} already exists.`
        throw new AwsError(409, 'EntityAlreadyExists', message)
      }
      requireGoodPassword(call)
      const resetRequired = call.input.flag('PasswordResetRequired') ?? false
      const loginProfile = { createdAt: call.now, resetRequired }
      store(USERS, call, { ...user, loginProfile })
      return { LoginProfile: profileFields(user.name, loginProfile) }
    },
  },
  GetLoginProfile: {
    resource,
    run: (call) => {
      const user = named(USERS, call)
      return { LoginProfile: profileFields(user.name, existing(user)) }
    },
  },
  UpdateLoginProfile: {
    resource,
    run: (call) => {
      const user = named(USERS, call)
      const before = existing(user)
      if (call.input.optional('Password') !== undefined) requireGoodPassword(call)
      const resetRequired = call.input.flag('PasswordResetRequired') ?? before.resetRequired
      store(USERS, call, { ...user, loginProfile: { ...before, resetRequired } })
      return undefined
    },
  },
  DeleteLoginProfile: {
    resource,
    run: (call) => {
      const user = named(USERS, call)
      existing(user)
      store(USERS, call, without(user, 'loginProfile'))
      return undefined
    },
  },
}

type LoginProfile = NonNullable<User['loginProfile']>

function existing(user: User): LoginProfile {
  if (user.loginProfile !== undefined) return user.loginProfile
  throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`)
}

function requireGoodPassword(call: IamCall): void {
  if (call.input.text('Password').length >= 8) return
  const message = 'Password should have a minimum length of 8'
  throw new AwsError(400, 'PasswordPolicyViolation', message)
}

function profileFields(name: string, profile: LoginProfile): XmlFields {
  return {
    UserName: name,
    CreateDate: profile.createdAt,
    PasswordResetRequired: profile.resetRequired,
  }
}
