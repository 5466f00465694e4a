/** The inventory that a sweep takes once a day. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { json } from '../cli/stage.ts'
import { HOUR, openInventoryStage } from './stage.ts'

const { daypass, sandbox, issue, orphanedUser, users, vanish, calls } = await openInventoryStage()

test('once a day a sweep tells of orphans, takes none away, and ends with 1', async () => {
  const name = await orphanedUser()
  sandbox.clock.advance(HOUR)
  const { code, stdout } = await daypass(['sweep'])
  assert.equal(code, 1)
  assert.match(
    stdout,
    new RegExp(`^user ${name} is an orphan: there is no record of its lease$`, 'm'),
  )
  assert.deepEqual(await users(), [name])
  const looks = calls('ListRoles')
  assert.deepEqual([(await daypass(['sweep'])).code, calls('ListRoles')], [0, looks])
  sandbox.clock.advance(25 * HOUR)
  assert.equal((await daypass(['sweep'])).code, 1)
  await daypass(['inventory', '--remove'])
  assert.equal((await daypass(['sweep', '--full'])).code, 0)
})

test('a lease without an entry is found by the sweep of the day, whoever runs the command', async () => {
  await issue()
  await vanish('due/')
  sandbox.clock.advance(3 * HOUR)
  await daypass(['sweep'])
  assert.deepEqual(await users(), [])
})

test('a sweep without the right to list says nothing of it, and does all else', async () => {
  await issue()
  sandbox.clock.advance(3 * HOUR)
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  const heal = sandbox.faults.add({ action: 'ListUsers', effect })
  const { code, stdout } = await daypass(['sweep', '--json'])
  assert.equal(code, 0)
  heal()
  assert.equal(json(stdout)['orphans'], undefined)
  assert.deepEqual(await users(), [])
})

const PAGE = 1000

for (const all of [10, 1000, 5000]) {
  const pages = all / PAGE < 1 ? 1 : all / PAGE
  test(`in an account of ${all} users an inventory asks IAM and STS ${pages + 3} times, whatever lives`, async () => {
    await issue()
    await issue()
    fill(all)
    assert.equal(await asked(), pages + 3)
  })
}

test('of each user that looks like ours and that no lease names it asks twice more', async () => {
  await issue()
  const before = await asked()
  await orphanedUser()
  await orphanedUser()
  assert.equal(await asked(), before + 4)
})

/** How many requests to IAM and STS one inventory makes. */
async function asked(): Promise<number> {
  const before = sandbox.requests.length
  await daypass(['inventory', '--json'])
  return sandbox.requests.slice(before).filter(({ service }) => service !== 's3').length
}

/** So many users there are then, most of them people. */
function fill(all: number): void {
  const { users: table } = sandbox.world.account(sandbox.accountId)
  const [like] = table.values()
  assert.ok(like)
  for (let n = 0; table.size() < all; n++) {
    const name = `person${n}`
    const arn = `arn:aws:iam::${sandbox.accountId}:user/${name}`
    table.set(name, { ...like, name, arn, path: '/', tags: {}, accessKeyIds: [] })
  }
}
