/** What narrows a role is nothing new, in whatever words it is written. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictLine } from '../../review/format/verdict-line.ts'
import { allow, review, user } from './rules/judge-roles.ts'

const everythingBut = (...actions: readonly string[]) => ({
  Effect: 'Allow',
  NotAction: actions,
  Resource: '*',
})
const managed = (name: string) => ({
  ...user(),
  policy_document: undefined,
  policy_arns: [`arn:aws:iam::aws:policy/${name}`],
})
const READS = allow('s3:GetObject', 'arn:aws:s3:::b/*')
const takenBy = (...subjects: readonly string[]) => ({ ...user(allow('s3:PutObject')), subjects })

const NARROWINGS: readonly (readonly [what: string, base: object, head: object])[] = [
  [
    'one more of NotAction',
    user(everythingBut('iam:*')),
    user(everythingBut('iam:*', 'account:*')),
  ],
  [
    'a named role to assume',
    user(allow('sts:AssumeRole')),
    user(allow('sts:AssumeRole', 'arn:aws:iam::*:role/*')),
  ],
  [
    'named roles to pass',
    user(allow('iam:PassRole')),
    user(allow('iam:PassRole', 'arn:aws:iam::123456789012:role/app-*')),
  ],
  ['PowerUser for Administrator', managed('AdministratorAccess'), managed('PowerUserAccess')],
  ['a service for everything', user(allow('*')), user(allow('s3:*'))],
  ['fewer repositories', takenBy('repo:octo/*'), takenBy('repo:octo/app-*')],
  ['pull requests of all', takenBy('repo:octo/app:*'), takenBy('repo:octo/app:pull_request')],
]

for (const [what, base, head] of NARROWINGS) {
  test(`${what}: blocks one way, and not the other`, async () => {
    const narrowed = await review({ app: base }, { app: head })
    assert.equal(narrowed.verdict, 'narrower')
    assert.deepEqual(
      narrowed.findings.filter(({ isNew, severity }) => isNew && severity === 'error'),
      [],
    )
    assert.ok((await review({ app: head }, { app: base })).blocking > 0)
  })
}

test('a narrowing beside a widening hides nothing of the widening', async () => {
  const base = user(everythingBut('iam:*'), READS)
  const head = user(everythingBut('iam:*', 'account:*'), READS, allow('iam:*'))
  const found = await review({ app: base }, { app: head })
  assert.match(verdictLine(found), /^mixed: 1 role wider and narrower; /)
  const blocking = found.findings.filter(({ blocks }) => blocks).map(({ rule }) => rule)
  assert.ok(blocking.includes('ACC010'))
  assert.ok(!blocking.includes('ACC008'))
})

test('a role that pull requests may take blocks when it begins to write', async () => {
  const taken = (action: string) => ({ ...user(allow(action)), subjects: ['repo:octo/app:*'] })
  const { findings } = await review(
    { app: taken('s3:GetObject') },
    { app: taken('s3:DeleteObject') },
  )
  assert.ok(findings.some(({ rule, blocks }) => rule === 'TRU005' && blocks))
})
