import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { nameOf } from '../../core/lease/lease-id.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { examineStore } from '../../state/doctor.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { jsonList, openStage } from '../cli/stage.ts'
import {
  BUCKET,
  IAM_SECONDS,
  OTHER_ACCOUNT,
  type Scene,
  SESSION_TYPES,
  adminOf,
  assertGone,
  attempt,
  startScene,
} from './scene.ts'

// Fault 4: a lease object that vanished took its user out of sight.

/** As a lifecycle rule, `aws s3 rm` or a restored backup would have it. */
async function vanish({ s3 }: Scene, ...folders: readonly string[]): Promise<void> {
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: BUCKET })
  const gone = Contents.flatMap(({ Key = '' }) =>
    folders.some((folder) => Key.startsWith(folder)) ? [Key] : [],
  )
  assert.notDeepEqual(gone, [], 'nothing vanished')
  for (const Key of gone) await s3.deleteObject({ Bucket: BUCKET, Key })
}

for (const full of [false, true]) {
  test(`a user whose lease has vanished is deleted when its entry is due, by a ${full ? 'full ' : ''}sweep`, async (t) => {
    const scene = await startScene(t)
    const issued = await scene.issue('iam_user')
    // The daily look at everything has been already.
    await sweep(scene.process(), { full: true })
    await vanish(scene, 'leases/')
    scene.pass(1900)
    await sweep(scene.process(), { full })
    scene.pass(IAM_SECONDS)
    assert.equal(await scene.works(issued.credentials), false)
    await assertGone(scene, [issued.credentials])
  })
}

test('a user that its holder renamed, and whose lease has vanished, is found by the key that its entry names', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  const { accessKeyId, secretAccessKey } = issued.credentials
  const key = { accessKeyId, secretAccessKey: secretAccessKey.reveal() }
  const change = { NewUserName: 'innocent' }
  await adminOf(scene.sandbox, key).iam.updateUser({ UserName: userOf(issued), ...change })
  await vanish(scene, 'leases/')
  scene.pass(1900)
  const { vanished } = await sweep(scene.process())
  assert.deepEqual(vanished, [issued.lease.id])
  await assertGone(scene, [issued.credentials])
})

test('a sweep says that it found a user without a lease', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  await vanish(scene, 'leases/')
  scene.pass(1900)
  const report = JSON.stringify(await sweep(scene.process()))
  assert.match(report, new RegExp(nameOf(issued.lease.id)))
})

test('what a dry run finds without a lease stays on the list', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  await vanish(scene, 'leases/')
  scene.pass(1900)
  await sweep(scene.process(), { dryRun: true })
  await assertGone(scene, [issued.credentials])
})

const ALL = ['leases/', 'due/', 'audit/', 'store.json']
for (const folders of [['leases/'], ['leases/', 'due/'], ALL]) {
  test(`a user is revoked by the id of its lease after ${folders.join(', ')} vanished`, async (t) => {
    const scene = await startScene(t)
    const issued = await scene.issue('iam_user')
    await vanish(scene, ...folders)
    const said = await attempt(revoke(scene.process(), issued.lease.id))
    assert.notEqual(said, undefined, 'it was not revoked')
    scene.pass(IAM_SECONDS)
    assert.equal(await scene.works(issued.credentials), false)
    await assertGone(scene, [issued.credentials])
  })
}

test('a user whose due entries have vanished is found by the look of the day', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  await vanish(scene, 'due/')
  scene.pass(86_400)
  await assertGone(scene, [issued.credentials])
})

test('an id that never was is still no lease', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  const unknown = issued.lease.id.replace(/.{22}$/, '0123456789012345678901')
  const failed = revoke(scene.process(), unknown as typeof issued.lease.id)
  await assert.rejects(failed, { code: 'lease-not-found' })
  await assertGone(scene, [issued.credentials])
})

for (const wrong of ['tag', 'path'] as const) {
  test(`an entry in the index does not make a sweep delete a user whose ${wrong} is not daypass's`, async (t) => {
    const scene = await startScene(t)
    const issued = await scene.issue('iam_user')
    await vanish(scene, 'leases/')
    await replaceUser(scene, issued, wrong)
    scene.pass(1900)
    for (let n = 0; n < 3; n++) {
      await sweep(scene.process())
      scene.pass(IAM_SECONDS + 60)
    }
    const { User } = await scene.iam.getUser({ UserName: userOf(issued) })
    assert.notEqual(User, undefined)
  })
}

/** Somebody else's user of the same name: what an altered bucket could point at. */
async function replaceUser({ iam }: Scene, issued: Issuance, wrong: 'tag' | 'path'): Promise<void> {
  const UserName = userOf(issued)
  const { Tags = [] } = (await iam.getUser({ UserName })).User ?? {}
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName })
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await iam.deleteAccessKey({ UserName, AccessKeyId })
  }
  const { PolicyNames = [] } = await iam.listUserPolicies({ UserName })
  for (const PolicyName of PolicyNames) await iam.deleteUserPolicy({ UserName, PolicyName })
  await iam.deleteUser({ UserName })
  await iam.createUser({
    UserName,
    Path: wrong === 'path' ? '/people/' : '/daypass/',
    Tags: wrong === 'tag' ? [] : Tags,
  })
}

for (const type of SESSION_TYPES) {
  test(`a ${type} whose lease has vanished does no harm to a sweep, and nothing of it is left`, async (t) => {
    const scene = await startScene(t)
    const [lost, other] = [await scene.issue(type), await scene.issue(type)]
    await vanish(scene, `leases/${lost.lease.id}`)
    assert.equal((await revoke(scene.process(), other.lease.id)).status, 'revoked')
    await assertGone(scene, [lost.credentials, other.credentials])
  })
}

test('a restored backup makes nobody believe that a lease lives which has ended', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  const leases = async () =>
    (await scene.s3.listObjectsV2({ Bucket: BUCKET, Prefix: 'leases/' })).Contents ?? []
  const Key = (await leases())[0]?.Key ?? ''
  const { Body } = await scene.s3.getObject({ Bucket: BUCKET, Key })
  const backup = (await Body?.transformToString()) ?? ''
  await revoke(scene.process(), issued.lease.id)
  await scene.s3.putObject({ Bucket: BUCKET, Key, Body: backup })
  const again = await attempt(revoke(scene.process(), issued.lease.id))
  assert.notEqual(again, undefined)
  await assertGone(scene, [issued.credentials])
  scene.pass(86_400)
  await sweep(scene.process())
  assert.deepEqual(await leases(), [])
})

test('a user whose lease has vanished is told apart from those of another account, which stay due', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  await vanish(scene, 'leases/')
  scene.pass(1900)
  const stranger = scene.process({ key: scene.sandbox.administrator(OTHER_ACCOUNT) })
  const swept = await sweep(stranger)
  assert.equal(swept.failed[0]?.error.code, 'aws-denied')
  await assertGone(scene, [issued.credentials])
})

test('doctor names a lease that has vanished, until its user is gone', async (t) => {
  const scene = await startScene(t)
  const { lease } = await scene.issue('iam_user')
  const { sandbox } = scene
  const random = (size: number) => new Uint8Array(size)
  const { url: endpoint, root: credentials, clock } = sandbox
  const access = { clock, random, region: 'us-east-1', endpoint, credentials }
  const { objects } = openState(parseStateUrl(`s3://${BUCKET}`), access)
  const index = async () =>
    (await examineStore(objects, random)).find(({ name }) => name === 'due index')
  assert.equal((await index())?.status, 'ok')
  await vanish(scene, 'leases/')
  assert.match((await index())?.detail ?? '', new RegExp(lease.id))
  await revoke(scene.process(), lease.id)
  scene.pass(1900)
  await sweep(scene.process())
  assert.equal((await index())?.status, 'ok')
})

function userOf({ lease }: Issuance): string {
  assert.equal(lease.principal.type, 'iam_user')
  return lease.principal.userName
}

describe('doctor', async () => {
  const stage = await openStage()
  const { url: endpoint, root: credentials } = stage.sandbox
  const s3 = new S3({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true })
  const rule = async (Prefix: string, days: object) => {
    const Rules = [{ ID: 'r', Status: 'Enabled' as const, Filter: { Prefix }, ...days }]
    const LifecycleConfiguration = { Rules }
    await s3.putBucketLifecycleConfiguration({ Bucket: BUCKET, LifecycleConfiguration })
  }
  const failedOnRules = async () => {
    const { stdout } = await stage.daypass(['doctor', '--json'])
    const failed = jsonList(stdout, 'checks').filter(({ status }) => status === 'failed')
    return /lifecycle/i.test(JSON.stringify(failed))
  }
  for (const prefix of ['', 'leases/', 'due/', 'rev', 'boards/', 'roles/', 'le']) {
    test(`doctor fails on a lifecycle rule for ${prefix === '' ? 'the whole bucket' : prefix}`, async () => {
      await rule(prefix, { Expiration: { Days: 30 } })
      assert.equal(await failedOnRules(), true)
    })
  }
  for (const prefix of ['ended/', 'audit/', 'other/']) {
    test(`doctor has nothing against a lifecycle rule for ${prefix}`, async () => {
      await rule(prefix, { Expiration: { Days: 30 } })
      assert.equal(await failedOnRules(), false)
    })
  }
  test('doctor has nothing against a rule for old versions, in the whole bucket', async () => {
    await rule('', { NoncurrentVersionExpiration: { NoncurrentDays: 7 } })
    assert.equal(await failedOnRules(), false)
  })
})
