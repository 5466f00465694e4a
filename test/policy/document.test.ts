import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isDaypassError } from '../../core/errors.ts'
import type { PolicyKind } from '../../core/policy/policy.ts'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { checkPolicyDocument } from '../../core/policy/check.ts'

const WRITTEN = {
  Version: '2012-10-17',
  Id: 'x',
  Statement: {
    Sid: 'One',
    Effect: 'Allow',
    Action: 's3:*',
    NotResource: 'arn:aws:s3:::app',
    Principal: { AWS: '*', Service: ['ec2.amazonaws.com'] },
    Condition: { bool: { 'aws:SecureTransport': true }, NumericLessThan: { 'aws:x': [1, '2'] } },
  },
}

const READ = {
  Version: '2012-10-17',
  Id: 'x',
  Statement: [
    {
      Sid: 'One',
      Effect: 'Allow',
      Action: ['s3:*'],
      NotResource: ['arn:aws:s3:::app'],
      Principal: { AWS: ['*'], Service: ['ec2.amazonaws.com'] },
      Condition: {
        Bool: { 'aws:SecureTransport': ['true'] },
        NumericLessThan: { 'aws:x': ['1', '2'] },
      },
    },
  ],
}

test('reading makes lists and texts of everything, and gives operators their own case', () => {
  assert.deepEqual(readPolicyDocument(WRITTEN, 'resource'), READ)
  assert.deepEqual(readPolicyDocument(JSON.stringify(WRITTEN), 'resource'), READ)
})

test('reading what was read changes nothing', () => {
  assert.deepEqual(readPolicyDocument(READ, 'resource'), READ)
})

test('reading an invalid policy throws request-invalid with the problems', () => {
  const Statement = { Effect: 'x', Action: '*' }
  assert.throws(
    () => readPolicyDocument({ Statement }, 'session'),
    (error) => isDaypassError(error, 'request-invalid') && error.problems.length === 2,
  )
})

/** Mostly the words of policies, in places where they do and do not belong. */
function anythingLikeAPolicy(): fc.Arbitrary<unknown> {
  const words = ['Version', 'Statement', 'Effect', 'Action', 'Resource', 'Principal', 'Condition']
  const names = fc.constantFrom(...words, 'Sid', 'AWS', 'StringEquals', '__proto__', 'constructor')
  const texts = fc.constantFrom('2012-10-17', 'Allow', '*', 's3:*', 'arn:aws:s3:::x', null)
  const leaf = fc.oneof(texts, fc.anything({ maxDepth: 0 }))
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 5 }),
      fc.record({ Version: texts, Statement: tie('statement') }),
    ),
    statement: fc.record(
      { Effect: texts, Action: tie('value'), Resource: tie('value'), Condition: tie('value') },
      { requiredKeys: ['Effect', 'Action'] },
    ),
  })).value
}

test('whatever the value, checking tells problems or reading succeeds', () => {
  const kinds = fc.constantFrom<PolicyKind>('identity', 'session', 'resource', 'trust')
  fc.assert(
    fc.property(anythingLikeAPolicy(), kinds, (value, kind) => {
      const problems = checkPolicyDocument(value, kind)
      if (problems.length === 0) readPolicyDocument(value, kind)
      else assert.throws(() => readPolicyDocument(value, kind))
    }),
    { numRuns: 2000 },
  )
})
