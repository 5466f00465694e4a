import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { evaluate } from '../../core/policy/evaluate.ts'
import { findAllowing } from '../../core/policy/find-allowing.ts'
import { randomCase } from './random-case.ts'

test('where nothing allows a request, no request is allowed that the evaluator would let through', () => {
  let certain = 0
  fc.assert(
    fc.property(randomCase, fc.boolean(), ({ request, identity }, knowsContext) => {
      for (const written of identity) {
        const document = readPolicyDocument(written, 'identity')
        const context = knowsContext ? request.context : {}
        if (findAllowing(document, { ...request, context }) !== undefined) continue
        certain += 1
        const { decision } = evaluate(request, { identity: [{ name: 'x', document }] })
        assert.notEqual(decision, 'allowed', JSON.stringify({ written, request }))
      }
    }),
    { numRuns: 500 },
  )
  assert.ok(certain > 100, String(certain))
})

const on = (action: string, resource = '*', context = {}) => ({ action, resource, context })
const allow = (Action: string | readonly string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
})
const deny = (more: object) => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more })

const ROWS: readonly (readonly [string, ReturnType<typeof on>, readonly object[], boolean])[] = [
  ['an allow of another service', on('iam:*'), [allow('s3:*')], false],
  ['a part of what is asked', on('iam:*'), [allow('iam:GetUser')], true],
  ['all but it', on('iam:*'), [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], false],
  [
    'all but a part',
    on('iam:*'),
    [{ Effect: 'Allow', NotAction: 'iam:Get*', Resource: '*' }],
    true,
  ],
  ['a deny of all of it', on('iam:*'), [allow('*'), deny({ Action: 'IAM:*' })], false],
  ['denies of halves', on('a:?'), [allow('*'), deny({ Action: ['a:b*', 'a:?'] })], false],
  ['a deny under a condition', on('iam:*'), [allow('*'), deny({ Condition: mfa('false') })], true],
  [
    'a deny under a condition that is asked for',
    on('iam:*', '*', { 'aws:MultiFactorAuthPresent': 'false' }),
    [allow('*'), deny({ Condition: mfa('false') })],
    false,
  ],
  [
    'an allow under a condition that is not met',
    on('iam:*', '*', { 'AWS:multifactorauthpresent': 'false' }),
    [allow('*', { Condition: mfa('true') })],
    false,
  ],
  [
    'a deny of all but something else',
    on('iam:*'),
    [allow('*'), deny({ Action: undefined, NotAction: ['s3:*', 'ec2:*'] })],
    false,
  ],
  [
    'a deny of all but a part',
    on('iam:*'),
    [allow('*'), deny({ Action: undefined, NotAction: ['s3:*', 'iam:Get*'] })],
    true,
  ],
  [
    'a deny on all but another bucket',
    on('s3:*', 'arn:aws:s3:::prod/*'),
    [allow('*'), deny({ Resource: undefined, NotResource: 'arn:aws:s3:::test/*' })],
    false,
  ],
  [
    'a variable in an allow',
    on('s3:*', 'arn:aws:s3:::prod/*'),
    [allow('*', { Resource: 'arn:aws:s3:::${aws:username}/*' })],
    true,
  ],
  [
    'a variable in a deny',
    on('s3:*', 'arn:aws:s3:::prod/*'),
    [allow('*'), deny({ Resource: 'arn:aws:s3:::${aws:username}/*' })],
    true,
  ],
]

function mfa(present: string): object {
  return { Bool: { 'aws:MultiFactorAuthPresent': present } }
}

for (const [what, asked, statements, allows] of ROWS) {
  test(`${what} ${allows ? 'may allow' : 'does not allow'} ${asked.action} on ${asked.resource}`, () => {
    const written = { Version: '2012-10-17', Statement: statements.map((one) => ({ ...one })) }
    const document = readPolicyDocument(JSON.stringify(written), 'identity')
    assert.equal(findAllowing(document, asked) !== undefined, allows)
  })
}
