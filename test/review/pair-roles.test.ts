/** Which role of the one side is which of the other. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, deny, review, user } from './rules/judge-roles.ts'

const region = { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }
const OLD = user(
  allow(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'], region),
  allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:123456789012:in'),
  deny('s3:GetObject', 'arn:aws:s3:::b/secret/*'),
)
const NEW = user(
  allow(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::b', 'arn:aws:s3:::b/*']),
  allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:123456789012:in'),
)
const OTHER = user(allow('dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:123456789012:table/t'))

test('a role that is renamed and changed at once is compared with what it was', async () => {
  const found = await review({ old: OLD, other: OTHER }, { fresh: NEW, other: OTHER })
  assert.deepEqual(
    found.roles.map(({ name, kind, verdict }) => [name, kind, verdict]),
    [
      ['fresh', 'renamed', 'wider'],
      ['other', 'unchanged', 'same access'],
    ],
  )
  const rules = found.findings.filter(({ blocks }) => blocks).map(({ rule }) => rule)
  assert.deepEqual([...new Set(rules)].sort(), ['ACC004', 'ACC005'])
})

test('the most alike of several is the one that was renamed', async () => {
  const found = await review({ a: OLD, b: NEW }, { c: NEW, d: OLD })
  assert.deepEqual(
    found.roles.map(({ name, before, verdict }) => [name, before?.role.name, verdict]),
    [
      ['c', 'b', 'same access'],
      ['d', 'a', 'same access'],
    ],
  )
})

test('a role that has little of the one that is gone is new', async () => {
  const found = await review({ old: OLD }, { fresh: OTHER })
  assert.deepEqual(
    found.roles.map(({ name, kind }) => [name, kind]),
    [
      ['fresh', 'added'],
      ['old', 'removed'],
    ],
  )
})
