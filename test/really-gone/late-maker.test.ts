import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { BUCKET, type Scene, assertGone, attempt, startScene } from './scene.ts'

// Fault 3, in short: what a maker does after others have ended its lease. All of it is in two-actors.slow.test.ts.

async function leaseId({ s3 }: Scene) {
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: BUCKET, Prefix: 'leases/' })
  return parseLeaseId(Contents[0]?.Key?.slice('leases/'.length, -'.json'.length) ?? '')
}

const ENDING = {
  'an operator revokes': async (scene: Scene) => {
    await attempt(revoke(scene.process(), await leaseId(scene)))
  },
  'a sweep of a fast clock comes': async (scene: Scene) => {
    await sweep(scene.process({ skewSeconds: 360 }))
  },
}

for (const [who, end] of Object.entries(ENDING)) {
  test(`a maker asks for its user a second time, dies, and that lands after ${who}: nothing is left`, async (t) => {
    const scene = await startScene(t)
    const { faults } = scene.sandbox
    faults.add({ action: 'CreateUser', nth: 1, effect: { kind: 'drop-after' } })
    faults.add({ action: 'CreateUser', nth: 2, effect: { kind: 'hang-late' } })
    let dead = false
    void attempt(scene.issue('iam_user', { by: scene.process({ isDead: () => dead }) }))
    const second = await faults.hang()
    dead = true
    await end(scene)
    second.release()
    await landed(scene)
    await assertGone(scene)
  })
}

/** Waits until the user that is under way has landed. */
async function landed({ iam }: Scene): Promise<void> {
  for (;;) {
    const { Users = [] } = await iam.listUsers({})
    if (Users.some(({ UserName = '' }) => UserName.startsWith('daypass-reader'))) return
  }
}

for (const seconds of [151, 2400]) {
  test(`a maker that was suspended for ${seconds} s makes nothing more, and hands nothing out`, async (t) => {
    const scene = await startScene(t)
    const { faults, requests } = scene.sandbox
    faults.add({ action: 'CreateUser', nth: 1, effect: { kind: 'hang-after' } })
    const making = attempt(scene.issue('iam_user'))
    const created = await faults.hang()
    scene.pass(seconds)
    const before = requests.length
    created.release()
    assert.equal(await making, undefined)
    const made = requests.slice(before).filter(({ action }) => action === 'CreateAccessKey')
    assert.deepEqual(made, [])
    await assertGone(scene)
  })
}

test('a request for a user that was lost, asked again and lands after a revoke leaves no user', async (t) => {
  const scene = await startScene(t)
  const { faults } = scene.sandbox
  faults.add({ action: 'CreateUser', nth: 1, effect: { kind: 'drop-late' } })
  const making = scene.issue('iam_user')
  const lost = await faults.hang()
  const { lease } = await making
  const said = await revoke(scene.process(), lease.id)
  assert.equal(said.status, 'pending')
  lost.release()
  await landed(scene)
  await assertGone(scene)
})
