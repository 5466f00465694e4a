/** What an inventory says of users: every scene is made by the command itself, on a sandbox. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonList } from '../cli/stage.ts'
import { BUCKET, HOUR, userOf, openInventoryStage } from './stage.ts'

const stage = await openInventoryStage()
const { daypass, sandbox, iam, issue, look, vanish, backup, restore } = stage

test('a live lease is live, a lease whose time is over is due, and both are clean', async () => {
  const lease = await issue()
  assert.deepEqual(await look(), { code: 0, said: [`live user ${userOf(lease)}`] })
  sandbox.clock.advance(2 * HOUR)
  assert.deepEqual(await look(), { code: 0, said: [`due user ${userOf(lease)}`] })
})

test('a user whose process died before its record counts as ours: an orphan', async () => {
  const lease = await issue()
  await vanish('leases/', 'due/', 'audit/')
  sandbox.clock.advance(HOUR)
  assert.deepEqual(await look(), { code: 1, said: [`orphan user ${userOf(lease)}`] })
})

test('a user whose lease object was deleted by hand is an orphan, and its key is named', async () => {
  const lease = await issue()
  await vanish('leases/')
  const { code, stdout } = await daypass(['inventory'])
  assert.equal(code, 1)
  assert.match(stdout, /^orphan\s+user\s+daypass-reader-\S+\s.*no record.*its key AKIA\w+ works$/m)
  assert.ok(stdout.includes(userOf(lease)))
})

test('of a backup of yesterday, what was issued since is an orphan, and what has ended since is missing', async () => {
  const old = await issue('reader', '--ttl', '2h')
  const texts = await backup()
  sandbox.clock.advance(HOUR)
  await daypass(['revoke', old])
  const young = await issue()
  await restore(texts)
  sandbox.clock.advance(24 * HOUR)
  assert.deepEqual(await look(), {
    code: 1,
    said: [`orphan user ${userOf(young)}`, `missing user ${userOf(old)}`],
  })
})

test('the users of another store in the account are strangers', async () => {
  const other = ['--state', `s3://${BUCKET}/other`]
  const [mine, theirs] = [await issue(), await issue('reader', ...other)]
  sandbox.clock.advance(1200)
  assert.deepEqual(await look(), {
    code: 0,
    said: [`stranger user ${userOf(theirs)}`, `live user ${userOf(mine)}`],
  })
  assert.deepEqual((await look(...other)).said, [
    `stranger user ${userOf(mine)}`,
    `live user ${userOf(theirs)}`,
  ])
})

test('a user that only looks like ours is a stranger', async () => {
  const UserName = `daypass-reader-${'A'.repeat(22)}`
  await iam.createUser({ UserName })
  await iam.createUser({ UserName: 'somebody', Path: '/daypass/' })
  await iam.createUser({ UserName: 'ann' })
  const { code, said } = await look()
  assert.equal(code, 0)
  assert.deepEqual([...said].sort(), [`stranger user ${UserName}`, 'stranger user somebody'])
})

test('a user that somebody deleted is missing, and one that was renamed is not', async () => {
  const [gone, renamed] = [await issue(), await issue()]
  await iam.updateUser({ UserName: userOf(renamed), NewUserName: 'free', NewPath: '/elsewhere/' })
  const UserName = userOf(gone)
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName })
  for (const { AccessKeyId } of AccessKeyMetadata)
    await iam.deleteAccessKey({ UserName, AccessKeyId })
  const { PolicyNames = [] } = await iam.listUserPolicies({ UserName })
  for (const PolicyName of PolicyNames) await iam.deleteUserPolicy({ UserName, PolicyName })
  await iam.deleteUser({ UserName })
  sandbox.clock.advance(1200)
  assert.deepEqual(await look(), { code: 0, said: [`missing user ${UserName}`, 'live user free'] })
})

test('a lease that ended a moment ago is due, since IAM may be behind, and an orphan later', async () => {
  const lease = await issue()
  const UserName = userOf(lease)
  const { User } = await iam.getUser({ UserName })
  await daypass(['revoke', lease])
  // As if a request of its maker had landed late.
  await iam.createUser({ UserName, Path: '/daypass/', Tags: User?.Tags })
  assert.deepEqual(await look(), { code: 0, said: [`due user ${UserName}`] })
  sandbox.clock.advance(400)
  assert.deepEqual(await look(), { code: 1, said: [`orphan user ${UserName}`] })
})

for (const [what, state, lose] of [
  ['empty', `s3://${BUCKET}`, () => vanish('')],
  ['gone', 's3://no-such-bucket', () => Promise.resolve()],
] as const) {
  test(`where the store is ${what}, an inventory tells all the same, and says that it proves nothing`, async () => {
    await issue()
    await lose()
    sandbox.clock.advance(HOUR)
    const { code, stdout, stderr } = await daypass(['inventory', '--json', '--state', state])
    const [thing] = jsonList(stdout, 'things')
    assert.equal(thing?.['removable'], false)
    assert.deepEqual([thing['word'], code], what === 'empty' ? ['orphan', 1] : ['stranger', 0])
    assert.match(stderr, /nothing is proven dead by the state/)
  })
}

test('a role file’s path decides nothing: a user elsewhere is found by its name', async () => {
  stage.role(
    'elsewhere',
    `credential_type: iam_user\nuser_path: /teams/\npolicy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']\n`,
  )
  const lease = await issue('elsewhere')
  await vanish('leases/', 'due/')
  assert.deepEqual((await look()).said, [`orphan user ${userOf(lease)}`])
})
