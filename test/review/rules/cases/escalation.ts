import { type Case, reader, only } from './rule-case.ts'
import { allow, deny, user } from '../judge-roles.ts'
import { guardrail } from '../guardrails.ts'

export const ESCALATION_CASES: Readonly<Record<string, Case>> = {
  ESC001: {
    base: reader,
    head: user(allow('iam:PutRolePolicy')),
    severity: 'error',
    says: /completes iam-005/,
    quiet: reader,
  },
  ESC002: {
    base: user(allow('iam:PutRolePolicy')),
    head: user(allow(['iam:PutRolePolicy', 'iam:GetRole'])),
    severity: 'warning',
    says: /completes iam-005/,
    quiet: reader,
  },
  ESC003: {
    head: user(allow('iam:PassRole')),
    severity: 'error',
    says: /pass every role to any service/,
    quiet: user(
      allow(
        'iam:PassRole',
        'arn:aws:iam::123456789012:role/x',
        only({ StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
      ),
    ),
  },
  ESC004: {
    head: user(allow('sts:AssumeRole')),
    severity: 'error',
    says: /assume every role/,
    quiet: user(allow('sts:AssumeRole', 'arn:aws:iam::123456789012:role/x')),
  },
  ESC005: {
    head: user(allow('iam:DeleteUserPermissionsBoundary')),
    severity: 'error',
    says: /iam:DeleteUserPermissionsBoundary/,
    quiet: reader,
  },
  ESC006: {
    head: user(allow('s3:PutObject', 'arn:aws:s3:::daypass-*')),
    options: { guardrail: guardrail('protected_resources: ["arn:aws:s3:::daypass-state/*"]') },
    severity: 'error',
    says: /reaches arn:aws:s3:::daypass-state\/\*/,
    quiet: user(
      allow('s3:PutObject', 'arn:aws:s3:::daypass-*'),
      deny('s3:*', 'arn:aws:s3:::daypass-state/*'),
    ),
  },
}
