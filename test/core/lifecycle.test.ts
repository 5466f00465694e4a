import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issue } from '../../core/issue.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { leaseOf } from '../../core/lease/lease-store.ts'
import { renew } from '../../core/renew.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { HOLDER, type CoreWorld, coreWorld, failureOf, sessionRole, userRole } from './world.ts'

async function issueUser(world: CoreWorld) {
  const { lease } = await issue(world.ports, { role: userRole(), holder: HOLDER })
  return lease
}

test('a revoked lease has no user, no live record and no due entry, and stays ended', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  assert.equal((await revoke(world.ports, id)).status, 'revoked')
  assert.equal(world.aws.users.size, 0)
  assert.deepEqual(
    [...world.objects.stored.keys()].filter((key) => /^(?:leases|due)\//.test(key)),
    [],
  )
  const again = await revoke(world.ports, id)
  assert.deepEqual([again.status, again.status === 'ended' && again.outcome], ['ended', 'revoked'])
})

test('revoking what never was says that there is no such lease', async () => {
  const error = await failureOf(
    revoke(coreWorld().ports, parseLeaseId('ci/0000000000000000000000')),
  )
  assert.equal(error.code, 'lease-not-found')
})

test('a revocation that AWS refuses stays on the list with the reason and is retried later and later', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  world.failing.set('aws DeleteUser', 'aws-denied')
  assert.equal((await failureOf(revoke(world.ports, id))).code, 'aws-denied')
  const waits: number[] = []
  for (let attempt = 2; attempt <= 5; attempt++) {
    const found = await world.ports.leases.read(id)
    assert.ok(found !== undefined && 'version' in found && found.lease.status === 'revoking')
    assert.match(found.lease.lastError ?? '', /^aws-denied/)
    const seconds = (found.lease.dueAt.getTime() - world.ports.clock.now().getTime()) / 1000
    waits.push(seconds)
    assert.deepEqual((await sweep(world.ports)).failed, [], 'not before its time')
    world.advance(seconds)
    assert.equal((await sweep(world.ports)).failed.length, 1)
  }
  assert.deepEqual(waits, [30, 60, 120, 240])
  assert.deepEqual((await sweep(world.ports)).stuck, [id])
})

test('a stuck lease is ended and no longer stuck once AWS lets it', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  world.failing.set('aws DeleteUser', 'aws-denied')
  await failureOf(revoke(world.ports, id))
  for (let n = 0; n < 4; n++) {
    world.advance(1000)
    await sweep(world.ports)
  }
  world.failing.clear()
  world.advance(10_000)
  const { ended, stuck } = await sweep(world.ports)
  assert.deepEqual([ended.map((lease) => lease.id), stuck], [[id], []])
  assert.equal(world.aws.users.size, 0)
})

test('AWS that throttles is no attempt, however often: the lease stays as it was, and is due', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  const waits = await issueUser(world)
  world.failing.set('aws DeleteUser', 'aws-denied')
  await failureOf(revoke(world.ports, waits.id))
  world.advance(601)
  const before = [await world.ports.leases.read(id), await world.ports.leases.read(waits.id)]
  world.failing.set('aws DeleteUser', 'aws-throttled')
  for (let n = 0; n < 5; n++) {
    const { failed, stuck } = await sweep(world.ports)
    assert.notEqual(failed.length, 0)
    assert.deepEqual(stuck, [])
  }
  const after = [await world.ports.leases.read(id), await world.ports.leases.read(waits.id)]
  const leases = (found: typeof before) => found.map((one) => one && leaseOf(one))
  assert.deepEqual(leases(after), leases(before))
  world.failing.clear()
  assert.equal((await sweep(world.ports)).ended.length, 2)
})

test('a revocation that AWS throttled is due at once', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  world.failing.set('aws DeleteUser', 'aws-throttled')
  await failureOf(revoke(world.ports, id))
  world.failing.clear()
  world.advance(1)
  const { ended } = await sweep(world.ports)
  assert.deepEqual(ended, [{ id, reason: 'requested' }])
})

test('a try that was stopped gives its claim back as it was, whatever it was at', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  world.advance(601)
  const before = await world.ports.leases.read(id)
  world.failing.set('aws DeleteUser', 'outcome-unknown')
  for (let n = 0; n < 4; n++) {
    const stop = new AbortController()
    const users = {
      ...world.ports.revocation.users,
      delete: async (...of: Parameters<typeof world.ports.revocation.users.delete>) => {
        stop.abort()
        return await world.ports.revocation.users.delete(...of)
      },
    }
    const ports = { ...world.ports, revocation: { ...world.ports.revocation, users } }
    assert.deepEqual((await sweep(ports, { signal: stop.signal })).stuck, [])
  }
  const after = await world.ports.leases.read(id)
  assert.deepEqual(after && leaseOf(after), before && leaseOf(before))
})

test('asking again for a revocation that waits for its next attempt tries at once', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  world.failing.set('aws DeleteUser', 'aws-throttled')
  await failureOf(revoke(world.ports, id))
  world.failing.clear()
  assert.equal((await revoke(world.ports, id)).status, 'revoked')
})

test('a renewal moves the end from now on, to the role’s maximum and not further', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  world.advance(300)
  const first = await renew(world.ports, id)
  assert.equal(first.lease.expiresAt.toISOString(), '2026-03-01T12:15:00.000Z')
  const second = await renew(world.ports, id, { incrementSeconds: 7200 })
  assert.deepEqual(
    [second.lease.expiresAt.toISOString(), second.capped],
    ['2026-03-01T12:30:00.000Z', true],
  )
  const third = await failureOf(renew(world.ports, id))
  assert.equal(third.code, 'lease-not-renewable')
})

test('a renewal never moves the end closer', async () => {
  const world = coreWorld()
  const { id, expiresAt } = await issueUser(world)
  const { lease } = await renew(world.ports, id, { incrementSeconds: 60 })
  assert.deepEqual(lease.expiresAt, expiresAt)
})

test('sessions, ended leases and expired ones cannot be renewed', async () => {
  const world = coreWorld()
  const session = await issue(world.ports, { role: sessionRole(), holder: HOLDER })
  assert.equal((await failureOf(renew(world.ports, session.lease.id))).code, 'lease-not-renewable')
  const revoked = await issueUser(world)
  await revoke(world.ports, revoked.id)
  assert.equal((await failureOf(renew(world.ports, revoked.id))).code, 'lease-ended')
  const expired = await issueUser(world)
  world.advance(601)
  assert.equal((await failureOf(renew(world.ports, expired.id))).code, 'lease-ended')
})

test('a sweep ends what has expired and leaves the rest alone', async () => {
  const world = coreWorld()
  const short = await issueUser(world)
  const { lease: long } = await issue(world.ports, {
    role: userRole(),
    holder: HOLDER,
    ttlSeconds: 1200,
  })
  world.advance(601)
  const { ended } = await sweep(world.ports)
  assert.deepEqual(ended, [{ id: short.id, reason: 'expired' }])
  assert.equal(world.aws.users.size, 1)
  assert.ok((await world.ports.leases.read(long.id)) !== undefined)
})

test('a dry run tells what it would end and changes nothing', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  world.advance(601)
  const before = new Map(world.objects.stored)
  const { ended } = await sweep(world.ports, { dryRun: true })
  assert.deepEqual(
    ended.map((lease) => lease.id),
    [id],
  )
  assert.deepEqual(new Map(world.objects.stored), before)
  assert.equal(world.aws.users.size, 1)
})

test('of eight sweeps at once each lease is ended by one', async () => {
  const world = coreWorld()
  for (let n = 0; n < 50; n++) await issueUser(world)
  world.advance(601)
  const reports = await Promise.all(Array.from({ length: 8 }, () => sweep(world.ports)))
  const ended = reports.flatMap((report) => report.ended.map(({ id }) => id))
  assert.deepEqual([ended.length, new Set(ended).size], [50, 50])
  assert.equal(world.aws.users.size, 0)
})

test('a full sweep finds a lease that no due entry leads to', async () => {
  const world = coreWorld()
  const { id } = await issueUser(world)
  await world.objects.remove(
    [...world.objects.stored.keys()].filter((key) => key.startsWith('due/')),
  )
  world.advance(601)
  assert.deepEqual((await sweep(world.ports, { full: false })).ended, [])
  assert.deepEqual(
    (await sweep(world.ports)).ended.map((lease) => lease.id),
    [id],
  )
})
