import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Clock, secondsAfter } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { isRotationDue } from '../../core/keys/key-ring.ts'
import { rotate } from '../../core/keys/rotate.ts'
import { reconcileKeys } from '../../core/keys/reconcile-keys.ts'
import { type KeyWorld, type Send, USER, keyWorld, portsIn } from './world.ts'

function movingClock(): Clock & { advance(seconds: number): void } {
  let now = new Date('2026-05-01T00:00:00Z')
  return {
    now: () => now,
    advance: (seconds) => (now = secondsAfter(now, seconds)),
    sleep: () => Promise.resolve(),
    alarm: () => () => undefined,
  }
}

async function stage(settings: Parameters<typeof keyWorld>[1] = {}) {
  const clock = movingClock()
  const world = await keyWorld(clock, settings)
  const [first = ''] = world.aws.keys()
  return { clock, world, first, ports: portsIn(world, clock, {}) }
}

async function ringOf(world: KeyWorld, clock: Clock) {
  const stored = await portsIn(world, clock, {}).store.read()
  if (stored === undefined) throw new Error('there is no record')
  return stored.kept
}

/** A process that dies as soon as a request is through. */
function deadAfter(ending: string): Send {
  let dead = false
  return async (what, request) => {
    if (dead) throw new Error('dead')
    const result = await request()
    dead = what.endsWith(ending)
    if (dead) throw new Error('dead')
    return result
  }
}

test('a rotation without grace leaves one key, the new one', async () => {
  const { world, ports, first, clock } = await stage()
  const rotation = await rotate(ports, { force: true, graceSeconds: 0 })
  assert.deepEqual([...world.aws.keys()], [rotation.made])
  assert.deepEqual(rotation.deleted, [first])
  const { ring } = await ringOf(world, clock)
  assert.equal(ring.phase, 'steady')
})

test('within its grace the key before works, and a sweep after it deletes it', async () => {
  const { world, ports, first, clock } = await stage({ graceSeconds: 300 })
  const rotation = await rotate(ports, { force: true })
  assert.deepEqual(rotation.oldUntil, secondsAfter(clock.now(), 300))
  clock.advance(299)
  assert.equal(await reconcileKeys(ports, {}), undefined)
  assert.ok(world.aws.has(first))
  clock.advance(1)
  await reconcileKeys(ports, {})
  assert.deepEqual([...world.aws.keys()], [rotation.made])
})

test('a sweep rotates when the period is over, and not before', async () => {
  const { world, ports, clock, first } = await stage({ rotationPeriodSeconds: 3600 })
  clock.advance(3599)
  assert.equal(await reconcileKeys(ports, {}), undefined)
  clock.advance(1)
  const reconciled = await reconcileKeys(ports, {})
  assert.ok(reconciled !== undefined && 'rotation' in reconciled)
  assert.notEqual(reconciled.rotation.current, first)
  assert.equal(world.aws.size, 2)
})

test('without a period a sweep never rotates', async () => {
  const { clock, world } = await stage({ rotationPeriodSeconds: undefined })
  clock.advance(10 * 365 * 86_400)
  assert.equal(isRotationDue(await ringOf(world, clock), clock.now()), false)
})

test('a key that daypass does not know takes the room, is named with its last use, and stays', async () => {
  const { world, ports } = await stage()
  const foreign = world.makeForeign(true)
  const before = [...world.aws.keys()]
  await assert.rejects(rotate(ports, { force: true }), (error) => {
    assert.ok(error instanceof DaypassError)
    assert.equal(error.code, 'aws-limit-exceeded')
    assert.match(error.message, new RegExp(`did not make ${foreign} \\(last used .* by s3\\)`))
    assert.deepEqual(error.reason, { is: 'key-unknown', user: USER.name, accessKeyId: foreign })
    return true
  })
  assert.deepEqual([...world.aws.keys()], before)
  assert.equal((await ringOf(world, ports.clock)).ring.phase, 'steady')
})

test('a key that AWS made for a dead process is deleted; one that somebody has used since is not', async () => {
  for (const used of [false, true]) {
    const { world, ports, clock, first } = await stage()
    const dying = portsIn(world, clock, { send: deadAfter('CreateAccessKey') })
    await assert.rejects(rotate(dying, { force: true }), /dead/)
    const stray = [...world.aws.keys()].find((id) => id !== first) ?? ''
    const key = world.aws.get(stray)
    if (key !== undefined) key.used = used
    clock.advance(600)
    const reconciled = await reconcileKeys(ports, {})
    assert.equal(world.aws.has(stray), used)
    assert.equal(reconciled !== undefined && 'error' in reconciled, used)
  }
})

test('a key that somebody makes long after a rotation broke off is not taken for its own', async () => {
  const { world, ports, clock } = await stage()
  const dying = portsIn(world, clock, { send: deadAfter('creating') })
  await assert.rejects(rotate(dying, { force: true }), /dead/)
  clock.advance(3600)
  const foreign = world.makeForeign(false)
  const reconciled = await reconcileKeys(ports, {})
  assert.ok(world.aws.has(foreign))
  assert.ok(reconciled !== undefined && 'error' in reconciled)
})

test('a rotation that another process has begun is left to it for three minutes', async () => {
  const { world, ports, clock } = await stage()
  const dying = portsIn(world, clock, { send: deadAfter('proving') })
  await assert.rejects(rotate(dying, { force: true }), /dead/)
  const left = await rotate(ports, { force: true, graceSeconds: 0 })
  assert.deepEqual([left.made, left.leftUntil], [undefined, secondsAfter(clock.now(), 180)])
  clock.advance(180)
  const rotation = await rotate(ports, { force: true, graceSeconds: 0 })
  assert.deepEqual([...world.aws.keys()], [rotation.made])
})

test('a new key that cannot be opened here is deleted, and another made', async () => {
  const { world, ports, clock } = await stage()
  const dying = portsIn(world, clock, { send: deadAfter('proving') })
  await assert.rejects(rotate(dying, { force: true }), /dead/)
  clock.advance(180)
  const blind = portsIn(world, clock, { canOpen: false })
  const rotation = await rotate(blind, { force: true, graceSeconds: 0 })
  assert.equal(rotation.deleted.length, 2)
  assert.deepEqual([...world.aws.keys()], [rotation.made])
  assert.equal((await ringOf(world, ports.clock)).ring.phase, 'steady')
})

test('while the key before is in its grace another rotation is refused, but for one without grace', async () => {
  const { world, ports } = await stage()
  await rotate(ports, { force: true, graceSeconds: 300 })
  await assert.rejects(
    rotate(ports, { force: true, graceSeconds: 300 }),
    /works until 2026-05-01T00:05:00Z/,
  )
  const rotation = await rotate(ports, { force: true, graceSeconds: 0 })
  assert.deepEqual([...world.aws.keys()], [rotation.made])
})

test('when AWS refuses to make a key nobody has to wait', async () => {
  const { world, ports, clock } = await stage()
  const denied = portsIn(world, clock, {
    send: async (what, request) => {
      if (what === 'aws CreateAccessKey') throw new DaypassError('aws-denied', 'no')
      return await request()
    },
  })
  await assert.rejects(rotate(denied, { force: true }), /no/)
  const rotation = await rotate(ports, { force: true, graceSeconds: 0 })
  assert.deepEqual([...world.aws.keys()], [rotation.made])
})
