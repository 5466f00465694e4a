/** What an inventory takes away: every scene is made by the command itself, on a sandbox. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonList } from '../cli/stage.ts'
import { BUCKET, DENY, HOUR, NOTHING, userOf, openInventoryStage } from './stage.ts'

const stage = await openInventoryStage()
const { daypass, sandbox, iam, issue, look, vanish, users, orphanedUser } = stage

test('--remove takes the orphans away, says each, and touches nothing else', async () => {
  const orphans = [await orphanedUser(), await orphanedUser()]
  const live = userOf(await issue())
  const other = userOf(await issue('reader', '--state', `s3://${BUCKET}/other`))
  await iam.createUser({ UserName: 'ann', Path: '/daypass/' })
  sandbox.clock.advance(1200)
  const { code, stdout } = await daypass(['inventory', '--remove'])
  assert.equal(code, 0, stdout)
  for (const name of orphans) assert.match(stdout, new RegExp(`^user ${name} removed$`, 'm'))
  assert.deepEqual(await users(), ['ann', live, other].sort())
  assert.equal((await look()).code, 0)
})

test('an orphan that is young is left alone, and told', async () => {
  const name = await orphanedUser()
  sandbox.clock.advance(300)
  const { code, stdout } = await daypass(['inventory', '--remove', '--json'])
  const [thing] = jsonList(stdout, 'things')
  assert.deepEqual([code, thing?.['removed']], [1, false])
  assert.match(String(thing?.['because']), /young/)
  assert.deepEqual(await users(), [name])
})

for (const [what, state] of [
  ['empty', `s3://${BUCKET}`],
  ['gone', 's3://no-such-bucket'],
] as const) {
  test(`where the store is ${what}, --remove takes nothing away`, async () => {
    const name = await orphanedUser()
    if (what === 'empty') await vanish('')
    sandbox.clock.advance(100 * HOUR)
    await daypass(['inventory', '--remove', '--state', state])
    assert.deepEqual(await users(), [name])
  })
}

test('what cannot be taken away does not keep the others, and is an orphan still', async () => {
  const name = await orphanedUser()
  await iam.createPolicy({ PolicyName: DENY, Path: '/daypass/', PolicyDocument: NOTHING })
  sandbox.clock.advance(49 * HOUR)
  const effect = { kind: 'status', status: 400, code: 'ValidationError' } as const
  const heal = sandbox.faults.add({ action: 'DeleteUser', effect })
  const { code, stdout } = await daypass(['inventory', '--remove'])
  heal()
  assert.equal(code, 1)
  assert.match(stdout, new RegExp(`^user ${name} left: .*not deleted yet`, 'm'))
  assert.deepEqual((await look()).said, [`orphan user ${name}`])
  assert.equal((await daypass(['inventory', '--remove'])).code, 0)
  assert.deepEqual(await users(), [])
})

test('of two that take away the same orphans at once, both come to their end', async () => {
  await orphanedUser()
  await orphanedUser()
  sandbox.clock.advance(1200)
  const ends = await Promise.all([1, 2].map(() => daypass(['inventory', '--remove'])))
  assert.deepEqual(await users(), [])
  for (const { code, stderr } of ends) assert.ok(code === 0 || code === 1, stderr)
  assert.equal((await look()).code, 0)
})

test('an old deny that no ledger has is taken off all that have it', async () => {
  await issue('viewer')
  const made = await iam.createPolicy({
    PolicyName: DENY,
    Path: '/daypass/',
    PolicyDocument: NOTHING,
  })
  const PolicyArn = made.Policy?.Arn
  await iam.createUser({ UserName: 'ann' })
  await iam.attachUserPolicy({ UserName: 'ann', PolicyArn })
  sandbox.clock.advance(47 * HOUR)
  await daypass(['inventory', '--remove'])
  assert.equal((await iam.listPolicies({ PathPrefix: '/daypass/' })).Policies?.length, 1)
  sandbox.clock.advance(2 * HOUR)
  assert.equal((await daypass(['inventory', '--remove'])).code, 0)
  assert.deepEqual((await iam.listPolicies({ PathPrefix: '/daypass/' })).Policies, [])
  assert.deepEqual((await iam.listAttachedUserPolicies({ UserName: 'ann' })).AttachedPolicies, [])
})

test('whoever gives a user of another the tag of a lease makes no orphan of it', async () => {
  const lease = await issue()
  await daypass(['revoke', lease])
  const Tags = [
    { Key: 'daypass:lease', Value: lease },
    { Key: 'daypass:store', Value: `s3://${BUCKET}` },
  ]
  await iam.createUser({ UserName: 'ann', Path: '/daypass/', Tags })
  sandbox.clock.advance(HOUR)
  assert.deepEqual((await look()).said, ['stranger user ann'])
  await daypass(['inventory', '--remove'])
  assert.deepEqual(await users(), ['ann'])
})
