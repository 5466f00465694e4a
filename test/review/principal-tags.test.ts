/** Tags of the credentials decide wherever a policy asks about them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askRole } from '../../review/ask-role.ts'
import { allow, deny, review, user, type WrittenStatement } from './rules/judge-roles.ts'

const tagged = (tags: object, ...statements: readonly WrittenStatement[]) => ({
  ...user(...statements),
  iam_tags: tags,
})
const OWN = allow('s3:GetObject', 'arn:aws:s3:::b/${aws:PrincipalTag/team}/*')
const IF_ADMIN = allow('s3:PutObject', '*', {
  Condition: { StringEquals: { 'aws:PrincipalTag/admin': 'yes' } },
})
const UNLESS_ADMIN = deny('s3:PutObject', '*', {
  Condition: { StringNotEquals: { 'aws:PrincipalTag/admin': 'yes' } },
})

async function verdict(base: object, head: object) {
  const found = await review({ app: base }, { app: head })
  const { access } = found.roles[0] ?? {}
  const { reach = [], conditions = [], denies = [] } = access?.gained ?? {}
  const isCertain = [...reach, ...conditions, ...denies].every(
    ({ witness }) => witness !== undefined,
  )
  return [found.verdict, isCertain]
}

test('another tag in a resource reaches something else, and is shown', async () => {
  const [a, b] = [tagged({ team: 'a' }, OWN), tagged({ team: 'b' }, OWN)]
  assert.deepEqual(await verdict(a, b), ['wider', true])
  assert.deepEqual(await verdict(a, a), ['same access', true])
  assert.deepEqual(await verdict(a, tagged({}, OWN)), ['narrower', true])
  assert.deepEqual(await verdict(a, tagged({ team: 'a', other: 'x' }, OWN)), ['same access', true])
})

test('a wildcard in a tag is a character', async () => {
  const [star, plain] = [tagged({ team: '*' }, OWN), tagged({ team: 'a' }, OWN)]
  assert.deepEqual(await verdict(star, plain), ['wider', true])
})

test('a tag that a condition asks for gives the right, and taking it away takes it', async () => {
  const [admin, nobody] = [tagged({ Admin: 'yes' }, IF_ADMIN), tagged({}, IF_ADMIN)]
  assert.deepEqual(await verdict(nobody, admin), ['wider', true])
  assert.deepEqual(await verdict(admin, nobody), ['narrower', true])
  const exempt = [allow('s3:PutObject'), UNLESS_ADMIN]
  assert.deepEqual(await verdict(tagged({}, ...exempt), tagged({ admin: 'yes' }, ...exempt)), [
    'wider',
    true,
  ])
})

test('tags of a session count, and those of the AWS role behind it stay open', async () => {
  const session = (tags: object) => ({
    credential_type: 'assumed_role',
    role_arns: ['arn:aws:iam::123456789012:role/app'],
    session_tags: tags,
    subjects: ['repo:octo@1/app@2:environment:prod'],
    policy_document: { Version: '2012-10-17', Statement: [OWN] },
  })
  assert.deepEqual(await verdict(session({ team: 'a' }), session({ team: 'b' })), ['wider', true])
  assert.equal((await verdict(session({ team: 'a' }), session({})))[0], 'wider')
})

test('a question about a role knows its tags', async () => {
  const { roles } = await review({}, { app: tagged({ team: 'a' }, OWN) })
  const access = roles[0]?.after?.access
  assert.ok(access)
  const asked = (team: string) =>
    askRole(access, { action: 's3:GetObject', resource: `arn:aws:s3:::b/${team}/x` }).decision
  assert.deepEqual([asked('a'), asked('b')], ['allowed', 'implicit-deny'])
})
