import { test } from 'node:test'
import assert from 'node:assert/strict'
import type { PolicyKind } from '../../core/policy/policy.ts'
import { checkPolicyDocument } from '../../core/policy/check.ts'

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const ROOT = 'arn:aws:iam::123456789012:root'
const GITHUB = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'

const BASE: Readonly<Record<PolicyKind, object>> = {
  identity: ALLOW,
  session: ALLOW,
  resource: { ...ALLOW, Principal: '*' },
  trust: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ROOT } },
}

const TEXTS = { StringEquals: { 'aws:x': 'y' } }
const MIXED = { Bool: { 'aws:x': true }, NumericEquals: { 'aws:y': [1, '2'] } }
const MOMENT = '2026-01-31T12:00:00'
const DATES = ['2026-01-31', '1767268800', MOMENT, `${MOMENT}Z`, `${MOMENT}.5+01:00`]
const OF_NOW = { DateGreaterThan: { 'aws:CurrentTime': DATES } }

const ROWS: readonly (readonly [kind: PolicyKind, title: string, change: object])[] = [
  ['identity', 'a list of actions', { Action: ['s3:Get*', 'iam:?etUser', '*'] }],
  ['identity', 'an action of every service', { Action: '*:*' }],
  ['identity', 'a service with a hyphen', { Action: 'execute-api:Invoke' }],
  ['identity', 'NotAction', { Action: undefined, NotAction: 's3:*' }],
  ['identity', 'NotResource', { Resource: undefined, NotResource: ['arn:aws:s3:::app'] }],
  ['identity', 'any partition', { Resource: 'arn:*:s3:::app/*' }],
  ['identity', 'the partition of China', { Resource: 'arn:aws-cn:s3:::app' }],
  ['identity', 'an incomplete ARN', { Resource: 'arn:aws:sqs' }],
  ['identity', 'a variable', { Resource: 'arn:aws:iam::*:user/${aws:username}' }],
  ['identity', 'the root users of an organisation', { Resource: 'arn:aws:iam::*:root' }],
  ['identity', 'all of IAM in an account', { Resource: 'arn:aws:iam::123456789012:*' }],
  ['identity', 'a Condition without conditions', { Condition: {} }],
  ['identity', 'a key without values', { Condition: { StringEquals: { 'aws:x': [] } } }],
  ['identity', 'numbers and booleans', { Condition: MIXED }],
  ['identity', 'an operator in another case', { Condition: { stringequals: { 'aws:x': 'y' } } }],
  ['identity', 'a qualifier and a suffix', { Condition: { 'ForAnyValue:ArnNotLikeIfExists': {} } }],
  ['identity', 'Null', { Condition: { Null: { 'aws:x': 'true' } } }],
  ['identity', 'a variable as a truth', { Condition: { Bool: { 'aws:x': '${aws:y}' } } }],
  ['identity', 'dates of all kinds', { Condition: OF_NOW }],
  ['identity', 'a Sid', { Sid: 'Read1' }],
  ['identity', 'an empty Sid', { Sid: '' }],
  ['session', 'a whole ARN', { Resource: 'arn:aws:s3:::app/*' }],
  ['session', 'conditions', { Condition: TEXTS }],
  ['resource', 'everybody', { Principal: '*' }],
  ['resource', 'no Resource', { Resource: undefined }],
  ['resource', 'a Sid with spaces', { Sid: 'Read by all' }],
  ['resource', 'a canonical user', { Principal: { CanonicalUser: '79a59df900b949e5' } }],
  ['resource', 'NotPrincipal', { Principal: undefined, NotPrincipal: { AWS: ROOT } }],
  ['trust', 'the account by its root', {}],
  ['trust', 'the account by number', { Principal: { AWS: '123456789012' } }],
  ['trust', 'everybody', { Principal: { AWS: '*' } }],
  ['trust', 'a user', { Principal: { AWS: 'arn:aws:iam::123456789012:user/ci/ann' } }],
  ['trust', 'a user of a store without accounts', { Principal: { AWS: 'arn:aws:iam:::user/a' } }],
  ['trust', 'a session', { Principal: { AWS: ['arn:aws:sts::123456789012:assumed-role/r/s'] } }],
  ['trust', 'a user who is gone', { Principal: { AWS: 'AIDAQKDTOP5XJ6RX5PNEF' } }],
  ['trust', 'a service', { Principal: { Service: ['ec2.amazonaws.com'] } }],
  [
    'trust',
    'a provider',
    { Action: ['sts:*', 'sts:TagSession'], Principal: { Federated: GITHUB } },
  ],
]

for (const [kind, title, change] of ROWS) {
  test(`the ${kind} policy may have ${title}`, () => {
    const Statement = [{ ...BASE[kind], ...change }]
    assert.deepEqual(checkPolicyDocument({ Version: '2012-10-17', Statement }, kind), [])
  })
}

test('a policy may have an Id, the version of 2008 or none, and a single statement', () => {
  for (const document of [
    { Id: 'x', Statement: ALLOW },
    { Version: '2008-10-17', Statement: [ALLOW] },
  ]) {
    assert.deepEqual(checkPolicyDocument(document, 'identity'), [])
    assert.deepEqual(checkPolicyDocument(JSON.stringify(document), 'identity'), [])
  }
})

test('statements may share an empty Sid', () => {
  const Statement = [
    { ...ALLOW, Sid: '' },
    { ...ALLOW, Sid: '' },
  ]
  assert.deepEqual(checkPolicyDocument({ Statement }, 'identity'), [])
})
