import { type Case, reader, writer, assumed, only, withFields } from './rule-case.ts'
import { allow, user } from '../judge-roles.ts'
import { guardrail } from '../guardrails.ts'
import { readCodeOwners } from '../../../../review/rules/code-owners.ts'

export const GUARDRAIL_CASES: Readonly<Record<string, Case>> = {
  GRD001: {
    head: user(allow('iam:CreateUser', 'arn:aws:iam::*:user/x/*')),
    severity: 'error',
    says: /iam:CreateUser without a condition/,
    quiet: user(
      allow(
        'iam:CreateUser',
        '*',
        only({ StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/b' } }),
      ),
    ),
  },
  GRD002: {
    base: reader,
    head: withFields(reader, {
      permissions_boundary_arn: 'arn:aws:iam::123456789012:policy/other',
    }),
    severity: 'error',
    says: /the boundary was .*boundary and is .*other/,
    quiet: reader,
  },
  GRD003: {
    head: writer,
    options: {
      guardrail: guardrail(
        'reference_policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:Get*", Resource: "*"}]}',
      ),
    },
    severity: 'error',
    says: /s3:PutObject beyond the reference policy/,
    quiet: reader,
  },
  GRD004: {
    head: writer,
    options: { codeOwners: readCodeOwners('/roles/y.yaml @team') },
    severity: 'error',
    says: /CODEOWNERS names nobody for roles\/x.yaml/,
  },
  GRD005: { head: writer, severity: 'warning', says: /IAM users with access keys/, quiet: assumed },
  GRD006: {
    head: writer,
    options: { guardrail: guardrail('forbidden_actions: ["s3:Put*"]') },
    severity: 'error',
    says: /s3:PutObject, forbidden as s3:Put\*/,
    quiet: reader,
  },
}
