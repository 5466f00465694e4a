/** The trust policy of a broker: the jobs of all roles. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPolicyDocument } from '../../core/policy/check.ts'
import { brokerTrustPolicy } from '../../core/trust/trust-policy.ts'
import { roleFrom } from '../rights/deployments.ts'
import { ARN, takes } from './decide.ts'

function deploying(...subjects: readonly string[]) {
  return roleFrom('deploy', { credential_type: 'assumed_role', role_arns: [ARN], subjects })
}

test('the broker is for the jobs of all roles', () => {
  const roles = [
    deploying('repo:octo/app:pull_request'),
    deploying('repo:octo/app:ref:refs/heads/main'),
  ]
  const policy = brokerTrustPolicy(roles, { partition: 'aws', account: '123456789012' })
  assert.ok(takes(policy, { sub: 'repo:octo/app:pull_request', name: 'any' }))
  assert.ok(takes(policy, { sub: 'repo:octo/app:ref:refs/heads/main', name: 'any' }))
  assert.ok(!takes(policy, { sub: 'repo:octo/app:environment:x', name: 'any' }))
})

test('a broker’s policy has a statement for the subjects of roles with the same claims', () => {
  const [app, web] = ['repo:octo/app:environment:prod', 'repo:octo/web:environment:prod']
  const roles = [
    { ...deploying(app, web), claims: { ref: ['refs/heads/main'], event_name: ['push'] } },
    { ...deploying(app), claims: { event_name: ['push'] } },
  ]
  const account = { partition: 'aws', account: '123456789012' }
  const policy = brokerTrustPolicy(roles, account)
  assert.deepEqual(checkPolicyDocument(policy, 'trust'), [])
  const branch = (ref?: string) => (sub: string) =>
    takes(policy, { sub, claims: { ...(ref && { ref }) } })
  // AWS knows no event_name: that claim is the broker's own to compare.
  assert.deepEqual([app, web].map(branch()), [true, false])
  assert.deepEqual([app, web].map(branch('refs/heads/main')), [true, true])
  assert.deepEqual([app, web].map(branch('refs/heads/x')), [true, false])
  const elsewhere = brokerTrustPolicy(roles, account, { issuer: 'ghes.example/_services/token' })
  assert.doesNotMatch(JSON.stringify(elsewhere), /token:ref/, 'AWS has its keys for GitHub’s alone')
})

test('whole owners stand for all of their subjects, and for those of nobody else', () => {
  const roles = [
    deploying('repo:octo/app:environment:prod', 'repo:octo/web:pull_request', 'repository_id:2'),
    deploying('repo:octo@1/new@2:environment:prod', 'repo:acme/app:environment:prod'),
  ]
  const trusted = { wholeOwners: ['octo'] }
  const account = { partition: 'aws', account: '123456789012' }
  const policy = JSON.stringify(brokerTrustPolicy(roles, account, trusted))
  assert.match(
    policy,
    /:sub":\["repo:acme\/app:environment:prod","repo:octo\/\*","repo:octo@1\/\*","repository_id:2"\]/,
  )
})
