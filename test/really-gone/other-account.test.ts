import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import {
  ACCOUNT,
  BUCKET,
  OTHER_ACCOUNT,
  type Scene,
  adminOf,
  assertGone,
  assertTrue,
  attempt,
  policy,
  startScene,
} from './scene.ts'

// Fault 2: another account's credentials ended leases that they cannot see.

/** Somebody with the wrong profile, who may use the bucket. */
function stranger(scene: Scene) {
  return scene.process({ key: scene.sandbox.administrator(OTHER_ACCOUNT) })
}

test('a sweep with the credentials of another account ends no lease of a user, and says that it could not', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  scene.pass(1900)
  const report = await sweep(stranger(scene))
  assert.deepEqual(report.ended, [])
  assert.notEqual(report.failed.length + report.skipped.length, 0, 'it says nothing of the lease')
  assert.equal(scene.left().length > 0, true)
  await assertGone(scene, [issued.credentials])
})

test('a revocation with the credentials of another account is not said to be done, and done by the right ones it is', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  scene.pass(600)
  const said = await attempt(revoke(stranger(scene), issued.lease.id))
  await assertTrue(scene, said, issued)
  assert.equal(await scene.works(issued.credentials), true, 'nobody could have revoked it')
  await attempt(revoke(scene.process(), issued.lease.id))
  scene.pass(1200)
  await assertGone(scene, [issued.credentials])
})

test('what somebody of another account asked to be revoked is due at once for who has a way there', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  await assert.rejects(revoke(stranger(scene), issued.lease.id), { code: 'aws-denied' })
  const { ended } = await sweep(scene.process())
  assert.deepEqual(
    ended.map(({ id }) => id),
    [issued.lease.id],
  )
  assert.equal(await scene.works(issued.credentials), false)
})

/** As versions before have written it. */
async function forgetAccount({ s3 }: Scene, { lease }: Issuance): Promise<void> {
  const at = { Bucket: BUCKET, Key: `leases/${lease.id}.json` }
  const { Body } = await s3.getObject(at)
  const { principal, ...rest } = JSON.parse((await Body?.transformToString()) ?? '') as {
    principal: { account?: string }
  }
  delete principal.account
  await s3.putObject({ ...at, Body: JSON.stringify({ ...rest, principal }) })
}

test('a lease that does not say its account is not ended by another account, and by its own it is', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  await forgetAccount(scene, issued)
  scene.pass(1900)
  const report = await sweep(stranger(scene))
  assert.deepEqual([report.ended.length, report.failed.length], [0, 1])
  assert.equal(await scene.works(issued.credentials), false, 'its policy has ended')
  assert.notDeepEqual(scene.left(), [])
  await assertGone(scene, [issued.credentials])
})

test('many sweeps with the credentials of another account do not keep the right one from ending what is due', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  for (let n = 0; n < 6; n++) {
    scene.pass(1900)
    await sweep(stranger(scene))
  }
  // The right one comes when it comes: at the latest with the next visit that is due.
  scene.pass(7 * 3600)
  await assertGone(scene, [issued.credentials])
})

test('leases of users of several accounts in one bucket are ended by one sweep with a role in each', async (t) => {
  const scene = await startScene(t)
  const other = scene.sandbox.administrator(OTHER_ACCOUNT)
  const theirs = await scene.issue('iam_user', { by: scene.process({ key: other }) })
  const ours = await scene.issue('iam_user')
  const sweeper = scene.process({ revokerRoleArns: [await revokerIn(scene)] })
  await assertGone(scene, [theirs.credentials, ours.credentials], sweeper)
})

test('a lease of a user of another account is revoked with a role there', async (t) => {
  const scene = await startScene(t)
  const other = scene.sandbox.administrator(OTHER_ACCOUNT)
  const theirs = await scene.issue('iam_user', { by: scene.process({ key: other }) })
  const home = scene.process({ revokerRoleArns: [await revokerIn(scene)] })
  const said = await revoke(home, theirs.lease.id)
  assert.equal(said.status, 'revoked')
  await assertTrue(scene, said, theirs)
  await assertGone(scene, [theirs.credentials], home)
})

/** A role of the other account that the home account may take, with all of IAM. */
async function revokerIn(scene: Scene): Promise<string> {
  const { iam } = adminOf(scene.sandbox, scene.sandbox.administrator(OTHER_ACCOUNT))
  const trust = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }
  const { Role } = await iam.createRole({
    RoleName: 'daypass-revoker',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
  })
  await iam.putRolePolicy({
    RoleName: 'daypass-revoker',
    PolicyName: 'rights',
    PolicyDocument: policy('Allow', 'iam:*'),
  })
  scene.takeForGiven()
  return Role?.Arn ?? ''
}
