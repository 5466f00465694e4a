import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { openStage } from '../cli/stage.ts'
import {
  NARROWED_TYPES,
  SESSION_TYPES,
  TYPES,
  assertGone,
  attempt,
  fullRoleOf,
  roleOf,
  startScene,
} from './scene.ts'

// Fault 5: a wrong clock un-revoked, killed the living, and called the living ended.

const SKEWS = [40 * 60, 3 * 3600, 86_400] as const

for (const skewSeconds of SKEWS) {
  for (const type of SESSION_TYPES) {
    test(`a revoked ${type} stays refused when a sweep comes whose clock is ${skewSeconds / 60} minutes fast`, async (t) => {
      const scene = await startScene(t)
      const issued = await scene.issue(type)
      assert.equal((await revoke(scene.process(), issued.lease.id)).status, 'revoked')
      for (let n = 0; n < 3; n++) {
        scene.pass(120)
        await sweep(scene.process({ skewSeconds }))
        scene.pass(120)
        assert.equal(await scene.works(issued.credentials), false, 'it was un-revoked')
      }
      await assertGone(scene, [issued.credentials])
    })
  }

  test(`a live user is not deleted by a sweep whose clock is ${skewSeconds / 60} minutes fast`, async (t) => {
    const scene = await startScene(t)
    const issued = await scene.issue('iam_user')
    await sweep(scene.process({ skewSeconds }))
    await sweep(scene.process({ skewSeconds }), { full: true })
    assert.equal(await scene.works(issued.credentials), true)
    await assertGone(scene, [issued.credentials])
  })
}

test('a sweep whose clock is an hour slow ends what is due on the servers', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  scene.pass(1900)
  await sweep(scene.process({ skewSeconds: -3600 }))
  assert.deepEqual(scene.left(), [])
  await assertGone(scene, [issued.credentials])
})

for (const type of SESSION_TYPES) {
  test(`nobody says ended of a ${type} that works, because its maker's clock was four minutes slow`, async (t) => {
    const scene = await startScene(t)
    const by = scene.process({ skewSeconds: -240 })
    const issued = await scene.issue(type, { by, ttlSeconds: 900 })
    scene.pass(700)
    assert.equal(await scene.works(issued.credentials), true)
    const said = await attempt(revoke(scene.process(), issued.lease.id))
    const works = await scene.works(issued.credentials)
    assert.equal(works, false, `${said?.status ?? 'nothing'} was said, and it works`)
    await assertGone(scene, [issued.credentials])
  })

  test(`the Deny of a ${type} whose maker's clock was four minutes slow stays until STS's own end`, async (t) => {
    const scene = await startScene(t)
    const by = scene.process({ skewSeconds: -240 })
    const issued = await scene.issue(type, { by, ttlSeconds: 900 })
    scene.pass(60)
    assert.equal((await revoke(scene.process(), issued.lease.id)).status, 'revoked')
    for (let seconds = 60; seconds < 960; seconds += 30) {
      await sweep(scene.process())
      assert.equal(await scene.works(issued.credentials), false, `it works at ${seconds} s`)
      scene.pass(30)
    }
    await assertGone(scene, [issued.credentials])
  })
}

const ENDS = [
  ...SESSION_TYPES.map((type) => ({ what: type, role: roleOf(type) })),
  ...NARROWED_TYPES.map((type) => ({ what: `${type} without room`, role: fullRoleOf(type) })),
]

for (const { what, role } of ENDS) {
  test(`the end that is recorded of a ${what} is never before the last second in which it works`, async (t) => {
    const scene = await startScene(t)
    for (const skewSeconds of [-240, -30, -8, -2, 0, 30, 240]) {
      const by = scene.process({ skewSeconds })
      const { credential_type: type } = role
      const { lease, credentials } = await scene.issue(type, { by, role, ttlSeconds: 900 })
      scene.pass((lease.expiresAt.getTime() - scene.sandbox.clock.now().getTime()) / 1000 + 1)
      assert.equal(await scene.works(credentials), false, `it works at a skew of ${skewSeconds} s`)
    }
  })
}

const SHORT = ['iam_user', 'assumed_role', 'federation_token'] as const

for (const type of SHORT) {
  for (const skewSeconds of [-240, -90, 90, 240]) {
    test(`a ${type} of a minute, made by a clock ${skewSeconds} s off, lives for a minute of the servers`, async (t) => {
      const scene = await startScene(t)
      const by = scene.process({ skewSeconds })
      const issued = await scene.issue(type, { by, ttlSeconds: 60 })
      assert.equal(await scene.works(issued.credentials), true, 'it is dead when it is issued')
      scene.pass(50)
      assert.equal(await scene.works(issued.credentials), true, 'it is dead after 50 s')
      scene.pass(20)
      assert.equal(await scene.works(issued.credentials), false, 'it lives after 70 s')
      await assertGone(scene, [issued.credentials])
    })
  }
}

for (const type of TYPES) {
  test(`a lease of a ${type} that a fast clock made is revoked like any other`, async (t) => {
    const scene = await startScene(t)
    const issued = await scene.issue(type, { by: scene.process({ skewSeconds: 600 }) })
    scene.pass(60)
    await revoke(scene.process({ skewSeconds: -600 }), issued.lease.id)
    assert.equal(await scene.works(issued.credentials), false)
    await assertGone(scene, [issued.credentials])
  })
}

describe('the command', async () => {
  const stage = await openStage()
  const ahead = {
    ...stage.sandbox.clock,
    now: () => new Date(stage.sandbox.clock.now().getTime() + 45_000),
  }
  test('doctor fails on a clock that is 45 seconds fast', async () => {
    const { code, stdout } = await stage.daypass(['doctor', '--json'], { clock: ahead })
    assert.equal(code, 1)
    assert.match(stdout, /"failed"[^}]*clock|clock[^}]*"failed"/)
  })
  for (const line of ['sweep', 'issue reader', 'reconcile']) {
    test(`${line} says on standard error that the clock is 45 seconds off`, async () => {
      const { stderr } = await stage.daypass(line.split(' '), { clock: ahead })
      assert.match(stderr, /clock.*4[3-7]/)
    })
  }
})
