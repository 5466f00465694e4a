import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hasEnd, withEnd } from '../../aws/policy-end.ts'
import { secondsAfter } from '../../core/clock.ts'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { isAllowed } from './allowed.ts'

const end = new Date('2026-01-01T12:05:00Z')
const reader = JSON.stringify({
  Version: '2012-10-17',
  Id: 'kept',
  Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
})

function allows(document: string, action: string, now: Date): boolean {
  return isAllowed(action, now, { identity: [document] })
}

test('a policy with an end allows up to that second, and nothing after it', () => {
  const ended = withEnd(reader, end)
  assert.equal(allows(ended, 's3:GetObject', secondsAfter(end, -1)), true)
  assert.equal(allows(ended, 's3:GetObject', end), true)
  assert.equal(allows(ended, 's3:GetObject', secondsAfter(end, 1)), false)
  assert.equal(allows(ended, 's3:PutObject', secondsAfter(end, -1)), false)
})

test('an end alone is a policy that IAM takes and that allows nothing', () => {
  const ended = withEnd(undefined, end)
  readPolicyDocument(ended, 'identity')
  assert.equal(allows(ended, 's3:GetObject', secondsAfter(end, -1)), false)
})

test('an end within a second is rounded up, so that nothing ends before its time', () => {
  const ended = withEnd(reader, new Date(end.getTime() - 1))
  assert.match(ended, /"aws:CurrentTime":"2026-01-01T12:05:00Z"/)
})

test('all that was written stays, and moving the end changes only the end', () => {
  const one = withEnd(reader, end)
  assert.match(one, /"Id":"kept"/)
  const later = secondsAfter(end, 3600)
  const moved = withEnd(one, later)
  assert.equal(moved, withEnd(reader, later))
  assert.equal(allows(moved, 's3:GetObject', secondsAfter(end, 1)), true)
  assert.equal(allows(moved, 's3:GetObject', secondsAfter(later, 1)), false)
})

test('whether a policy has an end shows', () => {
  assert.equal(hasEnd(withEnd(reader, end)), true)
  assert.equal(hasEnd(withEnd(undefined, end)), true)
  assert.equal(hasEnd(reader), false)
})

test('for any policy, an end never allows anything more and always ends it', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constantFrom('*', 's3:*', 's3:GetObject', 'iam:CreateUser'),
    Resource: fc.constant('*'),
  })
  const policy = fc.record({
    Version: fc.constant('2012-10-17'),
    Statement: fc.oneof(statement, fc.array(statement, { minLength: 1, maxLength: 4 })),
  })
  const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:CreateUser')
  fc.assert(
    fc.property(policy, action, (written, asked) => {
      const text = JSON.stringify(written)
      const ended = withEnd(text, end)
      assert.equal(allows(ended, asked, end), allows(text, asked, end))
      assert.equal(allows(ended, asked, secondsAfter(end, 1)), false)
    }),
  )
})
