import type { Severity } from '../../../../review/model/judgement.ts'
import type { JudgeOptions } from '../../../../review/rules/judge.ts'
import { allow, user } from '../judge-roles.ts'

/** A change at which a rule speaks, and what it then says. */
export interface Case {
  readonly base?: object | string
  readonly head: object | string
  readonly severity: Severity
  readonly says: RegExp
  readonly options?: Partial<JudgeOptions>
  /** Like `head`, but as it should be. */
  readonly quiet?: object | string
  readonly line?: number
}

export const B = 'arn:aws:s3:::b/*'
export const TEN = Object.fromEntries(
  Array.from({ length: 11 }, (_, index) => [index, `arn:aws:iam::aws:policy/P${index}`]),
)
export const reader = user(allow('s3:GetObject', B))
export const writer = user(allow('s3:PutObject', B))
export const assumed = {
  credential_type: 'assumed_role',
  owner: 'tests',
  description: 'for a test',
  role_arns: ['arn:aws:iam::123456789012:role/app'],
  policy_document: { Version: '2012-10-17', Statement: [allow('s3:PutObject', B)] },
  subjects: ['repo:octo@1/app@2:environment:prod'],
}
export const only = (condition: object) => ({ Condition: condition })
export const inRegion = only({ StringEquals: { 'aws:ResourceTag/team': 'a' } })
export const withFields = (role: object, fields: object) => ({ ...role, ...fields })
export const subjects = (...list: readonly string[]) => withFields(writer, { subjects: list })
export const long = (length: number) =>
  user(allow('s3:PutObject', `arn:aws:s3:::b/${'x'.repeat(length)}`))
