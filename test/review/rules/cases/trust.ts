import { type Case, reader, writer, assumed, withFields, subjects } from './rule-case.ts'
import { guardrail } from '../guardrails.ts'

const withMfa = {
  credential_type: 'session_token',
  owner: 'tests',
  description: 'for a test',
  subjects: ['repo:octo@1/app@2:environment:prod'],
  mfa_serial_number: 'arn:aws:iam::123456789012:mfa/issuer',
}

export const TRUST_CASES: Readonly<Record<string, Case>> = {
  TRU001: {
    base: writer,
    head: subjects('repo:octo@1/app@2:environment:prod', 'repo:octo@1/other@3:environment:prod'),
    severity: 'error',
    says: /other@3:environment:prod may take the role/,
    quiet: writer,
    line: 7,
  },
  TRU002: {
    head: subjects('repo:octo/*:ref:refs/heads/main'),
    severity: 'error',
    says: /fits every repository of octo/,
    quiet: writer,
  },
  TRU004: {
    head: withFields(writer, { subjects: undefined }),
    severity: 'warning',
    says: /names no subjects/,
    quiet: writer,
  },
  TRU005: {
    head: subjects('repo:octo/app:pull_request'),
    severity: 'error',
    says: /unreviewed code may take a role that writes/,
    quiet: withFields(reader, { subjects: ['repo:octo/app:pull_request'] }),
  },
  TRU006: {
    head: subjects('repo:octo/app:*'),
    severity: 'warning',
    says: /tied to no branch/,
    quiet: subjects('repo:octo/app:ref:refs/heads/main'),
  },
  TRU007: {
    head: subjects('environment:prod:repo:octo/app'),
    severity: 'error',
    says: /begins with environment, which a repository of anybody's may have/,
    quiet: writer,
  },
  TRU008: {
    head: subjects('repo:octo/app:environment:prod'),
    severity: 'note',
    says: /octo\/app by name only/,
    quiet: writer,
  },
  TRU009: {
    head: subjects('repo:octo@1/app:environment:prod'),
    severity: 'error',
    says: /has one id/,
    quiet: writer,
  },
  TRU011: {
    head: writer,
    severity: 'note',
    says: /neither its subjects nor its claims say on which runners/,
    quiet: subjects('repo:octo/app:runner_environment:github-hosted'),
  },
  TRU014: {
    head: withFields(subjects('repo:octo@1/app@2:ref:refs/heads/main'), {
      claims: { event_name: ['push', 'workflow_run'] },
    }),
    severity: 'error',
    says: /holds jobs of push and workflow_run alone/,
    quiet: writer,
  },
  TRU012: {
    head: assumed,
    options: { guardrail: guardrail('accounts: ["999999999999"]') },
    severity: 'error',
    says: /of account 123456789012/,
    quiet: withFields(assumed, { external_id: 'agreed-upon' }),
  },
  TRU015: {
    base: withMfa,
    head: withFields(withMfa, { mfa_serial_number: undefined }),
    severity: 'error',
    says: /the device was .*mfa\/issuer and is gone/,
    quiet: withMfa,
  },
}
