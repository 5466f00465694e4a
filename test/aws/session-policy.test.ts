import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type SessionPolicyParts, sessionPolicy } from '../../aws/sessions/session-policy.ts'
import { secondsAfter } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { isAllowed } from './allowed.ts'

const end = new Date('2026-01-01T12:05:00Z')
const after = secondsAfter(end, 1)
const ADMIN = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
const none: SessionPolicyParts = {
  policyArns: [],
  policyDocument: undefined,
  groups: [],
  fromGroups: { documents: [], arns: [] },
  denyAfter: undefined,
  isShort: false,
  hasOwnRights: true,
}

/** Managed policies by ARN, for the tests' account. */
const MANAGED: Readonly<Record<string, string>> = {
  'arn:aws:iam::123456789012:policy/reader': allow('s3:GetObject'),
  'arn:aws:iam::123456789012:policy/writer': allow('s3:PutObject'),
}
const READER = 'arn:aws:iam::123456789012:policy/reader'
const WRITER = 'arn:aws:iam::123456789012:policy/writer'

function allow(...actions: readonly string[]): string {
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

/** Whether a session of an administrator's role may do something, narrowed so. */
function mayDo(parts: SessionPolicyParts, action: string, now: Date): boolean {
  const { Policy, PolicyArns } = sessionPolicy(parts)
  const managed = (PolicyArns ?? []).map(({ arn }) => MANAGED[arn] ?? assert.fail(arn))
  const session = [...(Policy === undefined ? [] : [Policy]), ...managed]
  return isAllowed(action, now, { identity: [ADMIN], ...(session.length > 0 ? { session } : {}) })
}

function refusal(parts: SessionPolicyParts): DaypassError {
  try {
    sessionPolicy(parts)
  } catch (error) {
    assert.ok(error instanceof DaypassError)
    return error
  }
  throw new assert.AssertionError({ message: 'nothing was refused' })
}

test('a session without policies and without a soft end is not narrowed at all', () => {
  assert.deepEqual(sessionPolicy(none), {})
})

test('a role’s own document alone is sent as it was written', () => {
  const old =
    '{"Version":"2008-10-17","Id":"x","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}'
  assert.deepEqual(sessionPolicy({ ...none, policyDocument: old }), { Policy: old })
})

test('group documents come first, the role’s own last, and managed policies once each', () => {
  const parts = {
    ...none,
    groups: ['g'],
    fromGroups: {
      documents: [allow('s3:GetObject'), allow('s3:PutObject')],
      arns: [READER, WRITER],
    },
    policyDocument: allow('s3:ListBucket'),
    policyArns: [WRITER],
  }
  const { Policy = '', PolicyArns } = sessionPolicy(parts)
  const { Statement } = JSON.parse(Policy) as { Statement: { Action: string[] }[] }
  assert.deepEqual(
    Statement.map(({ Action }) => Action[0]),
    ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
  )
  assert.deepEqual(PolicyArns, [{ arn: WRITER }, { arn: READER }])
})

test('a statement that two groups share is sent once', () => {
  const documents = [allow('s3:GetObject'), allow('s3:GetObject')]
  const { Policy = '' } = sessionPolicy({
    ...none,
    groups: ['a', 'b'],
    fromGroups: { documents, arns: [] },
  })
  assert.equal(Policy, allow('s3:GetObject'))
})

// What narrows a session besides its soft end → what it may do until then.
const narrowings: readonly (readonly [string, Partial<SessionPolicyParts>, readonly string[]])[] = [
  ['nothing', {}, ['s3:GetObject', 's3:PutObject', 'iam:CreateUser']],
  ['a document', { policyDocument: allow('s3:GetObject') }, ['s3:GetObject']],
  ['a managed policy', { policyArns: [READER] }, ['s3:GetObject']],
  [
    'both',
    { policyDocument: allow('s3:PutObject'), policyArns: [READER] },
    ['s3:GetObject', 's3:PutObject'],
  ],
  [
    'a group’s document',
    { groups: ['g'], fromGroups: { documents: [allow('s3:PutObject')], arns: [] } },
    ['s3:PutObject'],
  ],
  [
    'a group’s managed policy',
    { groups: ['g'], fromGroups: { documents: [], arns: [WRITER] } },
    ['s3:PutObject'],
  ],
]

for (const [what, parts, allowed] of narrowings) {
  test(`a session narrowed by ${what} has just those rights until its soft end, and none after it`, () => {
    const ending = { ...none, ...parts, denyAfter: end, isShort: true }
    for (const action of ['s3:GetObject', 's3:PutObject', 'iam:CreateUser']) {
      assert.equal(mayDo(ending, action, end), allowed.includes(action), action)
      assert.equal(mayDo(ending, action, after), false, action)
    }
    assert.equal(mayDo(ending, 'sts:AssumeRole', end), false)
  })
}

test('for any mixture, a soft end takes away and never gives', () => {
  const actions = fc.uniqueArray(fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:*', '*'), {
    minLength: 1,
  })
  const document = actions.map((some) => allow(...some))
  const arns = fc.uniqueArray(fc.constantFrom(READER, WRITER))
  const mixture = fc.record({
    policyDocument: fc.option(document, { nil: undefined }),
    policyArns: arns,
    groups: fc.constant([]),
    fromGroups: fc.record({ documents: fc.array(document, { maxLength: 2 }), arns }),
    isShort: fc.boolean(),
    hasOwnRights: fc.constant(true),
  })
  fc.assert(
    fc.property(
      mixture,
      fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:CreateUser'),
      (parts, action) => {
        const endless = { ...parts, denyAfter: undefined }
        const ending = { ...parts, denyAfter: end }
        assert.equal(mayDo(ending, action, end), mayDo(endless, action, end))
        assert.equal(mayDo(ending, action, after), false)
      },
    ),
  )
})

test('a federated session without any policy is refused, with and without a soft end', () => {
  const bare = { ...none, hasOwnRights: false }
  assert.equal(refusal(bare).code, 'aws-rejected')
  assert.equal(refusal({ ...bare, denyAfter: end }).code, 'aws-rejected')
})

test('groups that turn out empty do not open the role up', () => {
  const empty = refusal({ ...none, groups: ['a', 'b'] })
  assert.equal(empty.code, 'aws-rejected')
  assert.match(empty.message, /a, b/)
  assert.deepEqual(sessionPolicy({ ...none, groups: ['a'], policyArns: [READER] }), {
    PolicyArns: [{ arn: READER }],
  })
})

test('more than ten managed policies are refused, with how many are too many', () => {
  const arns = (count: number) =>
    Array.from({ length: count }, (_, index) => `arn:aws:iam::123456789012:policy/p${index}`)
  assert.equal(sessionPolicy({ ...none, policyArns: arns(10) }).PolicyArns?.length, 10)
  const fromGroups = { documents: [], arns: arns(12).slice(10) }
  const error = refusal({ ...none, policyArns: arns(10), groups: ['g'], fromGroups })
  assert.equal(error.code, 'aws-limit-exceeded')
  assert.match(error.message, /12 managed session policies, 2 more/)
})

test('policies over 2,048 characters, ARNs included, are refused with by how much', () => {
  const filled = (size: number) => {
    const empty = allow('s3:GetObject').length
    return allow(`s3:GetObject${'x'.repeat(size - empty)}`)
  }
  assert.ok(sessionPolicy({ ...none, policyDocument: filled(2048) }).Policy)
  assert.ok(
    sessionPolicy({ ...none, policyDocument: filled(2048 - READER.length), policyArns: [READER] }),
  )
  const document = refusal({ ...none, policyDocument: filled(2051) })
  assert.equal(document.code, 'aws-limit-exceeded')
  assert.match(document.message, /2051 characters, 3 more/)
  const withArn = refusal({ ...none, policyDocument: filled(2048), policyArns: [READER] })
  assert.match(withArn.message, new RegExp(`${READER.length} more`))
  assert.equal(
    refusal({ ...none, policyDocument: filled(2048), denyAfter: end }).code,
    'aws-limit-exceeded',
  )
})
