import { type Case, B, reader, writer, inRegion } from './rule-case.ts'
import { allow, deny, user } from '../judge-roles.ts'

export const ACCESS_CASES: Readonly<Record<string, Case>> = {
  ACC001: {
    base: reader,
    head: writer,
    severity: 'warning',
    says: /gains 1 write action: s3:PutObject/,
    quiet: reader,
  },
  ACC002: {
    base: reader,
    head: writer,
    severity: 'note',
    says: /loses 1 action: s3:GetObject/,
    quiet: reader,
  },
  ACC003: {
    base: reader,
    head: user(allow('s3:GetObject', 'arn:aws:s3:::*/*')),
    severity: 'warning',
    says: /s3:GetObject now on arn:aws:s3:::\*\/\*; it was arn:aws:s3:::b\/\*/,
    quiet: reader,
  },
  ACC004: {
    base: user(allow('s3:GetObject', B, inRegion)),
    head: reader,
    severity: 'error',
    says: /no longer only if StringEquals/,
    quiet: user(allow('s3:GetObject', B, inRegion)),
  },
  ACC005: {
    base: user(allow('s3:Get*', 'arn:aws:s3:::*/*'), deny('s3:GetObject', B)),
    head: user(allow('s3:Get*', 'arn:aws:s3:::*/*')),
    severity: 'error',
    says: /no longer denied on/,
    quiet: user(allow('s3:Get*', 'arn:aws:s3:::*/*'), deny('s3:GetObject', B)),
  },
  ACC006: {
    base: reader,
    head: user(allow('s3:Get*', B)),
    severity: 'warning',
    says: /s3:Get\* matches \d+ actions today/,
    quiet: reader,
  },
  ACC008: {
    head: user({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    severity: 'error',
    says: /every action but iam:\*/,
    quiet: user({ Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }),
  },
  ACC009: {
    head: user(allow('*')),
    severity: 'error',
    says: /every action on every resource/,
    quiet: user(allow('*', B)),
  },
  ACC010: {
    head: user(allow('s3:*', B)),
    severity: 'warning',
    says: /every action of s3/,
    quiet: user(allow('s3:Get*', B)),
    line: 14,
  },
  ACC011: {
    head: user(allow('s3:PutObject')),
    severity: 'warning',
    says: /s3:PutObject on every resource, though it can be limited/,
    quiet: writer,
    line: 15,
  },
  ACC012: {
    base: reader,
    head: user(allow('s3:GetObject', 'arn:aws:s3:::*/*')),
    severity: 'warning',
    says: /may read everything with s3:GetObject/,
    quiet: reader,
  },
  ACC013: {
    head: user(allow('sts:AssumeRole', 'arn:aws:iam::123456789012:role/x')),
    severity: 'warning',
    says: /further credentials with sts:AssumeRole/,
    quiet: reader,
  },
  ACC014: {
    head: user(allow('s3:PutBucketPolicy')),
    severity: 'error',
    says: /may give others rights on resources: s3:PutBucketPolicy/,
    quiet: user(allow('s3:GetBucketPolicy')),
  },
  ACC015: {
    head: user(allow('lambda:CreateFunction')),
    severity: 'warning',
    says: /outlives the lease: lambda:CreateFunction/,
    quiet: reader,
  },
}
