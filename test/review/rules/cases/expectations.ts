import { allow, deny, user } from '../judge-roles.ts'
import { type Case, reader, withFields } from './rule-case.ts'

const guarded = withFields(reader, { expect: { never: ['s3:Put*'] } })

export const EXPECTATION_CASES: Readonly<Record<string, Case>> = {
  EXP001: {
    head: withFields(user(allow('s3:*')), { expect: { never: ['s3:Put*'] } }),
    severity: 'error',
    says: /never\[0\] \(s3:Put\*\) is broken: policy_document\.Statement\[0\] allows it/,
    quiet: withFields(user(allow('s3:*'), deny('s3:Put*')), { expect: { never: ['s3:Put*'] } }),
  },
  EXP002: {
    head: withFields(reader, { expect: { may: ['s3:PutObject'] } }),
    severity: 'error',
    says: /may\[0\] \(s3:PutObject\) is broken/,
    quiet: withFields(reader, { expect: { may: ['s3:GetObject'] } }),
  },
  EXP003: {
    base: guarded,
    head: withFields(reader, { expect: { never: ['s3:PutObjectAcl'] } }),
    severity: 'error',
    says: /no longer says that it must never do s3:Put\*/,
    quiet: withFields(reader, { expect: { never: ['s3:P*', 'iam:*'] } }),
  },
}
