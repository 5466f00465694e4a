/** What a trust policy is not printed with: callers that nobody names, issuers that IAM does not know, and what it refuses. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tokenTrustPolicy } from '../../core/trust/trust-policy.ts'
import { roleFrom } from '../rights/deployments.ts'
import { ARN, HOST, takes } from './decide.ts'

function deploying(...subjects: readonly string[]) {
  return roleFrom('deploy', { credential_type: 'assumed_role', role_arns: [ARN], subjects })
}

test('a reusable workflow, which anybody can call, is taken with a claim that says whose jobs are meant', () => {
  const called = 'job_workflow_ref:octo/wf/.github/workflows/x.yml@refs/heads/main'
  const role = deploying(called)
  for (const claims of [
    {},
    { ref: ['x'] },
    { repository: ['*/app'] },
    { repository_id: ['1', '*'] },
  ])
    assert.throws(() => tokenTrustPolicy({ ...role, claims }, ARN), { code: 'request-invalid' })
  for (const claims of [{ repository: ['octo/*'] }, { repository_id: ['1'] }])
    assert.ok(
      takes(tokenTrustPolicy({ ...role, claims }, ARN), {
        sub: called,
        claims: { repository: 'octo/app', repository_id: '1' },
      }),
    )
})

test('an issuer that is not written as IAM has it is refused, whoever asks', () => {
  const role = deploying('repo:octo/app:pull_request')
  for (const issuer of [
    `https://${HOST}`,
    `${HOST}/`,
    `${HOST}.`,
    `${HOST}:443`,
    'TOKEN.actions.githubusercontent.com',
    'GitLab.com',
    '',
    '*',
  ])
    assert.throws(
      () => tokenTrustPolicy(role, ARN, { issuer }),
      { code: 'request-invalid' },
      issuer,
    )
  for (const issuer of [HOST, `${HOST}/acme`, 'ghes.example/_services/token', '127.0.0.1:80/x'])
    assert.ok(tokenTrustPolicy(role, ARN, { issuer }))
})

test('what no account of AWS takes is not printed: more than 4,096 characters, claims beyond U+00FF, keys of other servers', () => {
  const many = (count: number) =>
    deploying(...Array.from({ length: count }, (_, one) => `repo:octo/app-${one}:environment:prod`))
  assert.ok(tokenTrustPolicy(many(90), ARN))
  assert.throws(() => tokenTrustPolicy(many(110), ARN), { message: /has \d+ characters/ })
  const role = { ...deploying('repo:octo/app:*'), claims: { environment: ['🚀'] } }
  assert.throws(() => tokenTrustPolicy(role, ARN), { message: /claim environment has 🚀/ })
  for (const issuer of ['ghes.example/_services/token', 'token.actions.acme.ghe.com']) {
    const bound = { ...deploying('repo:octo/app:*'), claims: { ref: ['x'] } }
    assert.throws(() => tokenTrustPolicy(bound, ARN, { issuer }), { message: /condition key/ })
  }
})
