import { authorise } from '../access/authorise.ts'
import { validationError } from '../aws-error.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { StsCall } from './sts-call.ts'

/** GetCallerIdentity: works for whoever has valid credentials, whatever a policy denies. */
export function getCallerIdentity(call: StsCall): XmlFields {
  const { caller } = call
  call.trace.resource = '*'
  return { UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }
}

/** GetAccessKeyInfo: which account a key belongs to. */
export function getAccessKeyInfo(call: StsCall): XmlFields {
  const id = call.input.text('AccessKeyId', TEXT_RULES.accessKeyId)
  authorise(call, { action: 'sts:GetAccessKeyInfo', resource: '*' })
  const found = call.world.accessKeys.get(id) ?? call.world.sessions.get(id)
  if (found === undefined) throw validationError(`The access key ${id} is not known.`)
  return { Account: found.accountId }
}
