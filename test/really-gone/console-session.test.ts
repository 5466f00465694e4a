import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { type Scene, NARROWED_TYPES, assertGone, fullRoleOf, startScene } from './scene.ts'

// Fault 7: a console session of twelve hours outlived its lease.

const CONSOLE_SECONDS = 43_200

/**
 * What `getSigninToken` with a `SessionDuration` makes of a session: one with the same name, rights and policies that
 * lives for twelve hours. STS's own end does not end it.
 */
function openConsole({ sandbox }: Scene, { credentials }: Issuance): void {
  const { sessions } = sandbox.world
  const session = sessions.get(credentials.accessKeyId)
  if (session === undefined) throw new Error('there is no such session')
  const expiresAt = new Date(sandbox.clock.now().getTime() + CONSOLE_SECONDS * 1000)
  sessions.set(credentials.accessKeyId, { ...session, expiresAt })
}

for (const type of NARROWED_TYPES) {
  test(`a console session of a ${type} ends with its lease, to the second`, async (t) => {
    const scene = await startScene(t)
    const issued = await scene.issue(type, { ttlSeconds: 900 })
    assert.deepEqual(issued.credentials.expiresAt, issued.lease.expiresAt)
    openConsole(scene, issued)
    scene.pass(899)
    assert.equal(await scene.works(issued.credentials), true)
    scene.pass(2)
    assert.equal(await scene.works(issued.credentials), false, 'the console outlives the lease')
    await assertRefusedForHours(scene, issued)
  })

  test(`a console session of a revoked ${type} stays refused for as long as it could live`, async (t) => {
    const scene = await startScene(t)
    const issued = await scene.issue(type, { ttlSeconds: 3600 })
    openConsole(scene, issued)
    scene.pass(300)
    await revoke(scene.process(), issued.lease.id)
    await assertRefusedForHours(scene, issued)
    await assertGone(scene, [issued.credentials])
  })

  test(`a revoked ${type} whose policy has no room for its end keeps its Deny for twelve hours`, async (t) => {
    const scene = await startScene(t)
    const issued = await issueFull(scene, type)
    const { principal } = issued.lease
    assert.equal('endsByPolicy' in principal, false)
    openConsole(scene, issued)
    await revoke(scene.process(), issued.lease.id)
    await assertRefusedForHours(scene, issued)
    await assertGone(scene, [issued.credentials])
  })
}

async function assertRefusedForHours(scene: Scene, { credentials }: Issuance): Promise<void> {
  for (let hours = 0; hours < 12; hours += 3) {
    assert.equal(await scene.works(credentials), false, `it works after ${hours} h`)
    scene.pass(3 * 3600 - 60)
    await sweep(scene.process())
  }
  scene.pass(7200)
}

/** A session policy that takes almost all that a session may have. */
async function issueFull(scene: Scene, type: (typeof NARROWED_TYPES)[number]): Promise<Issuance> {
  return await scene.issue(type, { role: fullRoleOf(type), ttlSeconds: 3600 })
}
