/** IAM is out for hours, over the end of everything that was issued. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { sweep } from '../../core/sweep.ts'
import { ACCOUNT, type Key, type Scene, assertGone, policy, startScene } from './scene.ts'

const OUT = { kind: 'status', status: 503, code: 'ServiceUnavailable' } as const
const MINUTES_OUT = 7 * 60
const USERS = 6

test('after hours without IAM the first sweep ends every lease that was due in them', async (t) => {
  const scene = await startScene(t)
  const issued = await Promise.all(Array.from({ length: USERS }, () => scene.issue('iam_user')))
  scene.pass(1700)
  const back = scene.sandbox.faults.add({ service: 'iam', effect: OUT })
  for (let minutes = 0; minutes < MINUTES_OUT; minutes += 60) {
    scene.pass(3600)
    assert.deepEqual((await sweep(scene.process())).ended, [])
  }
  for (const { credentials } of issued)
    assert.equal(await scene.works(credentials), false, 'its own policy refuses it on time')
  back()
  scene.pass(60)
  const { ended, failed, stuck } = await sweep(scene.process())
  assert.deepEqual([ended.length, failed, stuck], [USERS, [], []])
  scene.pass(60)
  for (const { credentials } of issued) assert.equal(await scene.works(credentials), false)
  await assertGone(
    scene,
    issued.map(({ credentials }) => credentials),
  )
})

test('a lease that IAM never lets end does not keep those that an outage has left', async (t) => {
  const scene = await startScene(t)
  const refused = await scene.issue('iam_user', { ttlSeconds: 600 })
  const sweeper = scene.process({ key: await keyWithout(scene, userOf(refused)) })
  await sweepEvery(3600, 6)
  const left = await scene.issue('iam_user', { ttlSeconds: 600 })
  scene.pass(590)
  const back = scene.sandbox.faults.add({ service: 'iam', effect: OUT })
  await sweepEvery(3600, 6)
  back()
  scene.pass(60)
  const { ended, stuck } = await sweep(sweeper)
  assert.deepEqual([ended.map(({ id }) => id), stuck], [[left.lease.id], [refused.lease.id]])
  await sweep(scene.process())

  async function sweepEvery(seconds: number, times: number): Promise<void> {
    for (let n = 0; n < times; n++) {
      scene.pass(seconds)
      await sweep(sweeper)
    }
  }
})

function userOf({ lease: { principal } }: Issuance): string {
  assert.ok(principal.type === 'iam_user')
  return principal.userName
}

/** The key of somebody who may do everything but touch one user. */
async function keyWithout(scene: Scene, userName: string): Promise<Key> {
  const { iam } = scene
  const UserName = 'sweeper'
  await iam.createUser({ UserName })
  const policies = {
    all: policy('Allow', '*'),
    but: policy('Deny', 'iam:*', `arn:aws:iam::${ACCOUNT}:user/*${userName}`),
  }
  for (const [PolicyName, PolicyDocument] of Object.entries(policies))
    await iam.putUserPolicy({ UserName, PolicyName, PolicyDocument })
  const { AccessKey } = await iam.createAccessKey({ UserName })
  scene.takeForGiven()
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
}
