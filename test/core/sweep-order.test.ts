import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ports } from '../../core/ports.ts'
import { DaypassError } from '../../core/errors.ts'
import { issue } from '../../core/issue.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { troubleIn } from '../../core/sweep-trouble.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { type CoreWorld, HOLDER, coreWorld, failureOf, sessionRole, userRole } from './world.ts'

/** So many expired users, and what `more` makes before they expire. */
async function crowd(users: number, more: (world: CoreWorld) => Promise<void>): Promise<CoreWorld> {
  const world = coreWorld()
  for (let n = 0; n < users; n++) await issue(world.ports, { role: userRole(), holder: HOLDER })
  await more(world)
  world.advance(1000)
  return world
}

/** Ports that say beforehand which user is to be deleted. */
function watching({ ports }: CoreWorld, deletes: (userName: string) => void): Ports {
  const { users } = ports.revocation
  const watched: typeof users = {
    ...users,
    delete: async (user, options) => {
      deletes(user.userName)
      return await users.delete(user, options)
    },
  }
  return { ...ports, revocation: { ...ports.revocation, users: watched } }
}

test('denies come before all leases, and what somebody revoked before what has only expired', async () => {
  let wanted = ''
  const world = await crowd(40, async ({ ports, failing }) => {
    const session = await issue(ports, { role: sessionRole(), holder: HOLDER })
    const tombstone = { ...ports, revocation: { ...ports.revocation, mode: 'tombstone' as const } }
    await revoke(tombstone, session.lease.id)
    const user = await issue(ports, { role: userRole(), holder: HOLDER, ttlSeconds: 1800 })
    failing.set('aws DeleteUser', 'aws-denied')
    await failureOf(revoke(ports, user.lease.id))
    failing.clear()
    wanted = user.lease.principal.type === 'iam_user' ? user.lease.principal.userName : ''
  })
  const deleted: string[] = []
  const ports = watching(world, (userName) => {
    assert.equal(world.aws.denies.size, 1)
    deleted.push(userName)
  })
  const { ended } = await sweep(ports)
  assert.equal(deleted[0], wanted)
  assert.equal(ended.length, 42)
})

test('a run that AWS throttles begins no more users, ends the sessions that are over, and is a failure', async () => {
  const world = await crowd(60, async ({ ports }) => {
    const short = sessionRole({ default_sts_ttl: 900, max_sts_ttl: 900 })
    for (let n = 0; n < 30; n++) await issue(ports, { role: short, holder: HOLDER })
  })
  world.failing.set('aws DeleteUser', 'aws-throttled')
  const report = await sweep(world.ports)
  assert.equal(report.ended.length, 30)
  assert.ok(report.failed.length <= 16, `${report.failed.length} were tried`)
  assert.equal(report.failed.length + report.left.length, 60)
  assert.match(troubleIn(report).at(-1)?.subject ?? '', /^\d+ of the leases$/)
  assert.ok(report.oldestDueAt !== undefined)
  world.failing.clear()
  const next = await sweep(world.ports)
  assert.deepEqual([next.ended.length, next.left, next.oldestDueAt], [60, [], undefined])
})

test('after the last call no lease is begun, and what was begun is finished', async () => {
  const world = await crowd(60, () => Promise.resolve())
  const call = new AbortController()
  const deleted: string[] = []
  const ports = watching(world, (userName) => {
    deleted.push(userName)
    if (deleted.length === 20) call.abort()
  })
  const { ended, left, failed } = await sweep(ports, { lastCall: call.signal })
  assert.deepEqual(failed, [])
  assert.equal(ended.length, deleted.length)
  assert.ok(left.length > 60 - 20 - 16)
  assert.equal(ended.length + left.length, 60)
})

test('where the store does not tell of denies, leases are ended all the same, and the sweep fails', async () => {
  let fails = false
  const objects = memoryObjects({
    before: (operation) => {
      if (fails && operation.kind === 'list' && operation.prefix.startsWith('revoked/'))
        throw new DaypassError('state-denied', 'no')
    },
  })
  const world = coreWorld({ objects })
  await issue(world.ports, { role: userRole(), holder: HOLDER })
  world.advance(1000)
  fails = true
  await assert.rejects(sweep(world.ports), { code: 'state-denied' })
  assert.equal(world.aws.users.size, 0)
})
