import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { PROFILES } from '../../sandbox/sandbox.ts'
import { type Scene, assertGone, roleOf, startScene } from './scene.ts'

// Fault 9: a minute is not IAM's "few minutes".

/** Sessions that outlive what is done to them here. */
const LASTING = { ...roleOf('assumed_role'), max_sts_ttl: 43_200, default_sts_ttl: 43_200 }

/** Every change from now on needs so long to take hold, and IAM's answers lag not at all. */
function spreadIn({ sandbox }: Scene, seconds: number): void {
  const lag = { percent: 100, secondsMin: seconds, secondsMax: seconds }
  const effects = { ...lag, tailPercent: 0, tailSecondsMax: 0 }
  const none = PROFILES['none']
  assert.ok(none !== undefined)
  sandbox.misbehave({ ...none, seed: 1, effects })
}

const SESSIONS = 40

test(`of ${SESSIONS} sessions that are revoked one after another none is let in again when their Denies are folded`, async (t) => {
  const scene = await startScene(t)
  const issued = await issueMany(scene, SESSIONS)
  for (const [n, { lease }] of issued.entries()) {
    // What is put takes hold after almost five minutes, what is removed goes at once.
    spreadIn(scene, 295)
    await revoke(scene.process(), lease.id)
    spreadIn(scene, 0)
    // All before it have long taken hold.
    await assertRefused(scene, issued.slice(0, n), 310, 62)
    await assertRefused(scene, issued.slice(n, n + 1), 1, 1)
  }
  await assertGone(scene, credentialsOf(issued))
})

test('sessions that are revoked many at once are not let in again when their Denies are folded', async (t) => {
  const scene = await startScene(t)
  const first = await issueMany(scene, 140)
  const second = await issueMany(scene, 60)
  for (const some of [first.slice(0, 70), first.slice(70)]) {
    await revokeAtOnce(scene, some)
    scene.pass(600)
  }
  spreadIn(scene, 290)
  await revokeAtOnce(scene, second)
  spreadIn(scene, 0)
  await assertRefused(scene, first, 600, 60)
  await assertRefused(scene, second, 1, 1)
  await assertGone(scene, credentialsOf([...first, ...second]))
})

/** For so many seconds, with a sweep every so often. */
async function assertRefused(
  scene: Scene,
  revoked: readonly Issuance[],
  seconds: number,
  everySeconds: number,
): Promise<void> {
  // Those that were folded first, and those that were last.
  const sample = new Set([...revoked.slice(0, 8), ...revoked.slice(-4)])
  for (let passed = 0; passed < seconds; passed += everySeconds) {
    scene.pass(everySeconds)
    await sweep(scene.process())
    for (const { credentials, lease } of sample) {
      const works = await scene.works(credentials)
      assert.equal(works, false, `${lease.id} was let in again after ${passed} s`)
    }
  }
}

async function revokeAtOnce(scene: Scene, some: readonly Issuance[]): Promise<void> {
  await Promise.all(some.map(({ lease }) => revoke(scene.process(), lease.id)))
}

async function issueMany(scene: Scene, many: number): Promise<readonly Issuance[]> {
  const issued: Issuance[] = []
  while (issued.length < many) {
    const some = Array.from({ length: 10 }, () =>
      scene.issue('assumed_role', {
        ttlSeconds: 43_200,
        role: LASTING as ReturnType<typeof roleOf>,
      }),
    )
    issued.push(...(await Promise.all(some)))
  }
  return issued
}

function credentialsOf(issued: readonly Issuance[]) {
  return issued.map(({ credentials }) => credentials)
}
