/** What is blocked in one step is blocked in two, and what nobody can read is not passed over. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictLine } from '../../review/format/verdict-line.ts'
import { assumed, reader, withFields } from './rules/cases/rule-case.ts'
import { guardrail } from './rules/guardrails.ts'
import { allow, review, user, type WrittenStatement } from './rules/judge-roles.ts'

async function blocking(base: object | undefined, head: object, options = {}) {
  const found = await review(base === undefined ? {} : { app: base }, { app: head }, options)
  return found.findings.filter(({ blocks }) => blocks).map(({ rule }) => rule)
}

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1'
const ROLE = 'arn:aws:iam::123456789012:role/app'
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:in'
const TO_LAMBDA = {
  Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
}

const FURTHER: readonly (readonly [string, WrittenStatement, WrittenStatement])[] = [
  [
    'permissions of a key, then of all',
    allow('kms:PutKeyPolicy', KEY),
    allow('kms:PutKeyPolicy', '*'),
  ],
  [
    'a role to pass, then another',
    allow('iam:PassRole', ROLE, TO_LAMBDA),
    allow('iam:PassRole', [ROLE, `${ROLE}-2`], TO_LAMBDA),
  ],
  [
    'a role to assume, then more',
    allow('sts:AssumeRole', ROLE),
    allow('sts:AssumeRole', `${ROLE}*`),
  ],
  [
    "a queue, then another account's",
    allow('sqs:SendMessage', QUEUE),
    allow('sqs:SendMessage', [QUEUE, QUEUE.replace('123456789012', '999999999999')]),
  ],
  [
    'a queue, then that of every account',
    allow('sqs:SendMessage', QUEUE),
    allow('sqs:SendMessage', QUEUE.replace('123456789012', '*')),
  ],
]

for (const [what, before, after] of FURTHER) {
  test(`reach of what is dangerous blocks: ${what}`, async () => {
    assert.ok((await blocking(user(before), user(after))).includes('ACC003'))
    assert.ok(!(await blocking(user(after), user(before))).includes('ACC003'))
  })
}

test("reach within the organisation's accounts blocks nothing", async () => {
  const more = [QUEUE, QUEUE.replace('123456789012', '999999999999')]
  const options = { guardrail: guardrail('accounts: ["123456789012", "999999999999"]') }
  const sends = (resource: string | readonly string[]) => user(allow('sqs:SendMessage', resource))
  assert.deepEqual(await blocking(sends(QUEUE), sends(more), options), [])
})

for (const [rule, statement] of [
  ['ESC003', allow('iam:PassRole', ROLE)],
  ['ACC014', allow('s3:PutBucketPolicy', 'arn:aws:s3:::b')],
  ['ACC014', allow('s3:PutObjectAcl', 'arn:aws:s3:::b/*')],
] as const) {
  test(`the first ${statement['Action'] as string} blocks, in a session policy too`, async () => {
    const both = (role: object) =>
      withFields(role, { policy_document: { Version: '2012-10-17', Statement: [statement] } })
    assert.ok((await blocking(reader, both(reader))).includes(rule))
    assert.ok((await blocking(assumed, both(assumed))).includes(rule))
  })
}

test('a new role without a session policy is one finding, and lists no rights that nobody gave', async () => {
  const head = withFields(assumed, { policy_document: undefined })
  const found = await review({}, { app: head })
  const ofAccess = found.findings.filter(({ rule }) => /^(ACC|ESC)/.test(rule))
  assert.deepEqual(
    ofAccess.map(({ rule, severity, reason }) => [rule, severity, reason]),
    [['ACC018', 'warning', `may do all that ${ROLE} may`]],
  )
  assert.equal(verdictLine(found), 'wider: 1 role wider; nothing blocks')
  const limited = await review({ app: head }, { app: assumed })
  assert.deepEqual([limited.verdict, limited.blocking], ['narrower', 0])
})

test('limits are said not to be held against rights that nobody read', async () => {
  const head = withFields(reader, { iam_groups: ['developers'] })
  const limits = guardrail('forbidden_actions: [iam:*]')
  const { notRun } = await review({}, { app: head }, { guardrail: limits })
  assert.ok(notRun.some(({ rule, reason }) => rule === 'GRD006' && reason.includes('developers')))
})

test('of a list of a condition that grew, the new value is said, and of one that is gone the whole', async () => {
  const regions = (...names: readonly string[]) =>
    user(
      allow('ec2:RunInstances', '*', {
        Condition: { StringEquals: { 'aws:RequestedRegion': names } },
      }),
    )
  const many = Array.from({ length: 30 }, (_, index) => `eu-west-${index}`)
  const said = async (head: object) => {
    const { findings } = await review({ app: regions(...many) }, { app: head })
    return findings.find(({ rule }) => rule === 'ACC004')?.reason ?? ''
  }
  assert.match(
    await said(regions('us-east-1', ...many)),
    /^ec2:RunInstances: aws:RequestedRegion may also be us-east-1 \(StringEquals\); was denied, is allowed/,
  )
  assert.match(await said(user(allow('ec2:RunInstances'))), /no longer only if StringEquals/)
})
