import { test } from 'node:test'
import assert from 'node:assert/strict'
import { isDaypassError } from '../../core/errors.ts'
import { compactPolicy, mergePolicies, policySize } from '../../core/policy/text.ts'

const A = { Effect: 'Allow', Action: 's3:*', Resource: '*' }
const B = { Effect: 'Deny', Action: 'iam:*', Resource: '*' }

function merged(...policies: object[]): unknown {
  return JSON.parse(mergePolicies(policies.map((policy) => JSON.stringify(policy))))
}

test('merging joins all statements in order under the version of 2012, without Id', () => {
  const first = { Version: '2008-10-17', Id: 'x', Statement: [A] }
  assert.deepEqual(merged(first, { Statement: B }), { Version: '2012-10-17', Statement: [A, B] })
})

test('merging writes compact JSON', () => {
  const text = mergePolicies([JSON.stringify({ Statement: [A] }, null, 2)])
  assert.equal(text, `{"Version":"2012-10-17","Statement":[${JSON.stringify(A)}]}`)
})

test('merging skips blank texts, and answers the empty text when nothing is left', () => {
  assert.deepEqual(JSON.parse(mergePolicies(['', ' \n', JSON.stringify({ Statement: A })])), {
    Version: '2012-10-17',
    Statement: [A],
  })
  assert.equal(mergePolicies(['', '{"Statement":[]}']), '')
})

test('merging keeps the first of statements that are the same word for word', () => {
  assert.deepEqual(merged({ Statement: [A, B] }, { Statement: [B, A, A] }), {
    Version: '2012-10-17',
    Statement: [A, B],
  })
})

test('merging takes a Sid away that an earlier statement has, as IAM demands', () => {
  const statement = [
    { Sid: 'S', ...A },
    { Sid: '', ...A },
  ]
  assert.deepEqual(merged({ Statement: statement }, { Statement: { Sid: 'S', ...B } }), {
    Version: '2012-10-17',
    Statement: [...statement, B],
  })
})

test('merging names every text that is not a policy by its index', () => {
  const texts = ['{', JSON.stringify({ Statement: A }), '[]', '{"Statement":"x"}', '{}']
  assert.throws(
    () => mergePolicies(texts),
    (error) => {
      assert.ok(isDaypassError(error, 'request-invalid'))
      assert.deepEqual(
        error.problems.map(({ path }) => path[0]),
        [0, 2, 3, 4],
      )
      return true
    },
  )
})

test('compacting takes objects and JSON text, and refuses other text', () => {
  assert.equal(compactPolicy({ a: [1] }), '{"a":[1]}')
  assert.equal(compactPolicy('{ "a": [1, "x y"]\n}'), '{"a":[1,"x y"]}')
  assert.throws(
    () => compactPolicy('a: 1'),
    (error) => isDaypassError(error, 'request-invalid'),
  )
})

test('white space does not count towards the size of a policy', () => {
  assert.equal(policySize('{ "a":\t"b c"\r\n}'), '{"a":"bc"}'.length)
})
