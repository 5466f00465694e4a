import { type Case, B, reader, writer, only, withFields } from './rule-case.ts'
import { allow, user } from '../judge-roles.ts'

export const VALIDITY_CASES: Readonly<Record<string, Case>> = {
  VAL001: {
    head: user(allow('s3:GetObjekt', B)),
    severity: 'error',
    says: /did you mean s3:GetObject\?/,
    quiet: reader,
    line: 14,
  },
  VAL002: {
    head: user(allow('s4:GetObject', B)),
    severity: 'error',
    says: /s4 in s4:GetObject is no service of AWS.*did you mean s3\?/,
    quiet: reader,
  },
  VAL003: {
    head: user(allow('s3:Fetch*', B)),
    severity: 'warning',
    says: /s3:Fetch\* matches no action/,
    quiet: user(allow('s3:Get*', B)),
  },
  VAL004: {
    head: user(allow('s3:DeleteObject', 'arn:aws:s3:::b')),
    severity: 'warning',
    says: /s3:DeleteObject works on .*, not on arn:aws:s3:::b/,
    quiet: writer,
  },
  VAL005: {
    head: user(allow('iam:GetRole', 'arn:aws:iam::12345:role/x')),
    severity: 'error',
    says: /has an account of 5 digits/,
    quiet: user(allow('iam:GetRole', 'arn:aws:iam::*:role/x')),
  },
  VAL006: {
    head: user(allow('s3:GetObject', B, only({ StringEquals: { 'ec2:Region': 'eu-west-1' } }))),
    severity: 'warning',
    says: /offered by none of the actions/,
    quiet: user(
      allow('s3:GetObject', B, only({ StringEquals: { 's3:ExistingObjectTag/team': 'a' } })),
    ),
  },
  VAL007: {
    head: user(
      allow('s3:ListBucket', 'arn:aws:s3:::b', only({ StringEquals: { 's3:prefix': 'a/*' } })),
    ),
    severity: 'warning',
    says: /StringLike takes \* as a wildcard/,
    quiet: user(
      allow('s3:ListBucket', 'arn:aws:s3:::b', only({ StringLike: { 's3:prefix': 'a/*' } })),
    ),
  },
  VAL008: {
    head: user({ Effect: 'Allow', Action: 's3:GetObject' }),
    severity: 'error',
    says: /Resource is missing/,
    quiet: reader,
  },
  VAL010: {
    head: withFields(reader, { max_lease: 3 }),
    severity: 'error',
    says: /did you mean max_leases\?/,
    quiet: reader,
  },
  VAL011: {
    head: withFields(reader, {
      policy_document: { Statement: [allow('s3:GetObject', 'arn:aws:s3:::b/${aws:username}/*')] },
    }),
    severity: 'warning',
    says: /plain text without Version/,
    quiet: user(allow('s3:GetObject', 'arn:aws:s3:::b/${aws:username}/*')),
  },
}
