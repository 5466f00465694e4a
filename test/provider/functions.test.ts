import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { evaluate } from '../../core/policy/evaluate.ts'
import { newLeaseId } from '../../core/lease/lease-id.ts'
import { leaseIdParse } from '../../provider/functions/lease-id-parse.ts'
import { policyAllows } from '../../provider/functions/policy-allows.ts'
import { trustPolicy } from '../../provider/functions/trust-policy.ts'
import { FunctionError } from '../../terraform-plugin/protocol/diagnostic.ts'

const roleName = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,20}[A-Za-z0-9_]$/)
const GITHUB = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'
const READS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::logs/*' },
    { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::logs/secret/*' },
    {
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
  ],
})

test('the id of a lease is taken apart into role and name', () => {
  fc.assert(
    fc.property(roleName, fc.uint8Array({ minLength: 32, maxLength: 32 }), (role, bytes) => {
      fc.pre(bytes.some((byte) => byte < 248))
      const id = newLeaseId(role, () => bytes)
      assert.deepEqual(leaseIdParse.call(id), { role, name: id.slice(role.length + 1) })
    }),
  )
})

test('what is no id of a lease is refused at the argument, with one that is', () => {
  for (const text of ['', 'reader', 'reader/short', '/4cZkq2TzWq0bXyN8rPdU1a']) {
    refused(() => leaseIdParse.call(text), 0, /looks like s3-reader\//)
  }
})

const DECISIONS: readonly (readonly [string, string, boolean])[] = [
  ['s3:GetObject', 'arn:aws:s3:::logs/a', true],
  ['S3:getobject', 'arn:aws:s3:::logs/a', true],
  ['s3:GetObject', 'arn:aws:s3:::logs/secret/a', false],
  ['s3:PutObject', 'arn:aws:s3:::logs/a', false],
  ['s3:GetObject', 'arn:aws:s3:::other/a', false],
  ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:123456789012:q', false],
  ['ec2:DescribeInstances', '*', false],
]

for (const [action, resource, allowed] of DECISIONS) {
  test(`a policy ${allowed ? 'allows' : 'does not allow'} ${action} on ${resource}`, () => {
    assert.equal(policyAllows.call(READS, action, resource), allowed)
  })
}

test('policy_allows says what the evaluator says of a user with only that policy', () => {
  const actions = fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:*', 's3:*', '*')
  const resources = fc.constantFrom('*', 'arn:aws:s3:::a', 'arn:aws:s3:::a/*', 'arn:aws:s3:::?/b')
  const statement = fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    Action: actions,
    Resource: resources,
  })
  const asked = fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:GetUser')
  const on = fc.constantFrom('*', 'arn:aws:s3:::a', 'arn:aws:s3:::a/b', 'arn:aws:s3:::b/c')
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1 }), asked, on, (Statement, action, resource) => {
      const document = readPolicyDocument({ Version: '2012-10-17', Statement }, 'identity')
      const principal = {
        kind: 'user' as const,
        accountId: '210987654321',
        arns: ['arn:aws:iam::210987654321:user/x'],
      }
      const { decision } = evaluate(
        { action, resource, context: {}, principal },
        { identity: [{ name: 'p', document }] },
      )
      assert.equal(
        policyAllows.call(JSON.stringify({ Version: '2012-10-17', Statement }), action, resource),
        decision === 'allowed',
      )
    }),
  )
})

test('policy_allows refuses what is no policy, no action and no resource at the argument', () => {
  refused(() => policyAllows.call('{', 's3:GetObject', '*'), 0, /not valid JSON/)
  refused(() => policyAllows.call('{"Statement":{}}', 's3:GetObject', '*'), 0, /Statement/)
  refused(() => policyAllows.call(READS, 's3:Get*', '*'), 1, /without wildcards/)
  refused(() => policyAllows.call(READS, 's3:GetObject', 'logs/a'), 2, /is an ARN/)
})

test('a trust policy names provider, audience and subjects', () => {
  const policy = trusting('repo:octo/app:ref:refs/heads/main')
  assert.deepEqual(JSON.parse(policy), {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: GITHUB },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': ['repo:octo/app:ref:refs/heads/main'],
          },
        },
      },
    ],
  })
  assert.doesNotThrow(() => readPolicyDocument(policy, 'trust'))
})

const TOKENS: readonly (readonly [string, boolean])[] = [
  ['repo:octo/app:ref:refs/heads/main', true],
  ['repo:octo/app:environment:prod', true],
  ['repo:octo/other:ref:refs/heads/main', false],
  ['repo:evil/app:ref:refs/heads/main', false],
]

for (const [sub, trusted] of TOKENS) {
  test(`a trust policy for octo/app ${trusted ? 'trusts' : 'does not trust'} ${sub}`, () => {
    const policy = trusting('repo:octo/app:*', 'repo:octo/x:ref:refs/heads/a')
    const host = 'token.actions.githubusercontent.com'
    const context = { [`${host}:sub`]: sub, [`${host}:aud`]: 'sts.amazonaws.com' }
    const { decision } = evaluate(
      {
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: 'arn:aws:iam::123456789012:role/deploy',
        context,
        principal: { kind: 'web-identity', arns: [], accountId: '', federated: GITHUB },
      },
      {
        identity: [],
        resource: { name: 'trust', document: readPolicyDocument(policy, 'trust') },
        resourceAccountId: '123456789012',
      },
    )
    assert.equal(decision === 'allowed', trusted)
  })
}

test('a trust policy for everybody is refused', () => {
  refused(() => trustPolicy.call(GITHUB), undefined, /at least one/)
  refused(() => trustPolicy.call(GITHUB, 'repo:octo/app:*', '*'), 2, /anybody/)
  refused(() => trustPolicy.call(GITHUB, 'repo:*'), 1, /anybody/)
  refused(() => trustPolicy.call('arn:aws:iam::123456789012:role/x', 'repo:a/b:*'), 0, /OIDC/)
})

function trusting(...subjects: string[]): string {
  const policy = trustPolicy.call(GITHUB, ...subjects)
  assert.ok(typeof policy === 'string')
  return policy
}

function refused(call: () => unknown, argument: number | undefined, text: RegExp): void {
  assert.throws(call, (error: unknown) => {
    assert.ok(error instanceof FunctionError)
    assert.equal(error.argument, argument)
    assert.match(error.message, text)
    return true
  })
}
