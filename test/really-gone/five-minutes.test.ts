import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { PROFILES } from '../../sandbox/sandbox.ts'
import { type Scene, assertGone, startScene } from './scene.ts'

// Fault 9: a minute is not IAM's "few minutes".

/** Every change from now on needs so long to take hold, and IAM's answers lag not at all. */
function spreadIn({ sandbox }: Scene, seconds: number): void {
  const lag = { percent: 100, secondsMin: seconds, secondsMax: seconds }
  const effects = { ...lag, tailPercent: 0, tailSecondsMax: 0 }
  const none = PROFILES['none']
  assert.ok(none !== undefined)
  sandbox.misbehave({ ...none, seed: 1, effects })
}

const SESSIONS = 60

test(`of ${SESSIONS} revoked sessions none is let in again while their Denies are folded, however late the new one takes hold`, async (t) => {
  const scene = await startScene(t)
  const issued: Issuance[] = []
  for (let n = 0; n < SESSIONS; n++) {
    issued.push(await scene.issue('assumed_role', { ttlSeconds: 7200 }))
  }
  const revoked: Issuance[] = []
  for (const one of issued) {
    // Put at once, removed at once, but for every tenth change, which needs almost five minutes.
    spreadIn(scene, revoked.length % 10 === 9 ? 295 : 0)
    await revoke(scene.process(), one.lease.id)
    revoked.push(one)
    spreadIn(scene, 0)
    for (let seconds = 0; seconds < 310; seconds += 62) {
      scene.pass(62)
      await sweep(scene.process())
      await assertRefused(scene, revoked.slice(0, -1))
    }
    if (revoked.length > 1) await assertRefused(scene, revoked)
  }
  await assertGone(
    scene,
    issued.map(({ credentials }) => credentials),
  )
})

async function assertRefused(scene: Scene, revoked: readonly Issuance[]): Promise<void> {
  const minute = scene.sandbox.clock.now().toISOString()
  for (const { credentials, lease } of revoked.slice(-12)) {
    if (!(await scene.works(credentials))) continue
    assert.fail(`${lease.id} was let in again at ${minute}`)
  }
}

test('many sessions that are revoked at once are not let in again when their Denies are tidied', async (t) => {
  const scene = await startScene(t)
  const first = await issueMany(scene, 40)
  await Promise.all(first.map(({ lease }) => revoke(scene.process(), lease.id)))
  scene.pass(600)
  const second = await issueMany(scene, 40)
  // What is written from here on needs almost five minutes, what is removed none.
  spreadIn(scene, 290)
  await Promise.all(second.map(({ lease }) => revoke(scene.process(), lease.id)))
  spreadIn(scene, 0)
  for (let seconds = 0; seconds < 600; seconds += 50) {
    scene.pass(50)
    await sweep(scene.process())
    for (const { credentials, lease } of [...first, ...(seconds >= 300 ? second : [])]) {
      const works = await scene.works(credentials)
      assert.equal(works, false, `${lease.id} was let in again after ${seconds + 50} s`)
    }
  }
  await assertGone(
    scene,
    [...first, ...second].map(({ credentials }) => credentials),
  )
})

async function issueMany(scene: Scene, many: number): Promise<Issuance[]> {
  const issued: Issuance[] = []
  for (let n = 0; n < many; n++) {
    issued.push(await scene.issue('assumed_role', { ttlSeconds: 7200 }))
  }
  return issued
}
