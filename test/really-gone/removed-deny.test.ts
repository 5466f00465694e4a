import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reconcile } from '../../core/reconcile.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { IAM_SECONDS, type Scene, SESSION_TYPES, assertGone, policy, startScene } from './scene.ts'

// Fault 6: a Deny that somebody removed was never noticed, and could not be written again.

const DENIED = { kind: 'status', status: 403, code: 'AccessDenied', message: 'no' } as const

/** What Terraform's exclusive resources do: every policy goes that is not in the plan. */
async function removeDenies({ iam }: Scene, most = Infinity): Promise<number> {
  let removed = 0
  // A client learns the time of a world whose time was moved from what it is refused with.
  await iam.listRoles({}).catch(() => undefined)
  const { PolicyNames: onRole = [] } = await iam.listRolePolicies({ RoleName: 'deploy' })
  for (const PolicyName of onRole.filter(isOurs).slice(0, most)) {
    await iam.deleteRolePolicy({ RoleName: 'deploy', PolicyName })
    removed++
  }
  const UserName = 'daypass-root'
  const { PolicyNames: onUser = [] } = await iam.listUserPolicies({ UserName })
  for (const PolicyName of onUser.filter(isOurs).slice(0, most)) {
    await iam.deleteUserPolicy({ UserName, PolicyName })
    removed++
  }
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName: 'deploy' })
  for (const { PolicyName = '', PolicyArn } of AttachedPolicies) {
    if (!isOurs(PolicyName)) continue
    await iam.detachRolePolicy({ RoleName: 'deploy', PolicyArn })
    removed++
  }
  return removed
}

function isOurs(name: string): boolean {
  return name.startsWith('daypass-deny')
}

for (const type of SESSION_TYPES) {
  test(`a Deny of a ${type} that somebody removed is written again by a sweep, which says so`, async (t) => {
    const scene = await startScene(t)
    const [issued, sibling] = [await scene.issue(type), await scene.issue(type)]
    await revoke(scene.process(), issued.lease.id)
    scene.pass(600)
    assert.equal(await removeDenies(scene), 1)
    assert.equal(await scene.works(issued.credentials), true)
    const report = await sweep(scene.process())
    scene.pass(IAM_SECONDS)
    assert.equal(await scene.works(issued.credentials), false, 'the sweep did not notice')
    assert.equal(await scene.works(sibling.credentials), true)
    assert.match(JSON.stringify(report), /"tampered":[1-9]/)
    await assertGone(scene, [issued.credentials, sibling.credentials])
  })

  test(`revoking a ${type} again, whose Deny somebody removed, makes sure again`, async (t) => {
    const scene = await startScene(t)
    const issued = await scene.issue(type)
    await revoke(scene.process(), issued.lease.id)
    scene.pass(600)
    await removeDenies(scene)
    const said = await revoke(scene.process(), issued.lease.id)
    scene.pass(IAM_SECONDS)
    assert.equal(await scene.works(issued.credentials), false, `${said.status} was said`)
    await assertGone(scene, [issued.credentials])
  })
}

test('a Deny that somebody removed is written again by a reconcile, too', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('assumed_role')
  await revoke(scene.process(), issued.lease.id)
  scene.pass(600)
  await removeDenies(scene)
  await reconcile(scene.process())
  scene.pass(IAM_SECONDS)
  assert.equal(await scene.works(issued.credentials), false)
  await assertGone(scene, [issued.credentials])
})

test('a managed Deny that somebody detached is attached again', async (t) => {
  const scene = await startScene(t)
  await fillQuota(scene)
  const issued = await scene.issue('assumed_role')
  await revoke(scene.process(), issued.lease.id)
  assert.equal(await scene.works(issued.credentials), false)
  scene.pass(600)
  assert.equal(await removeDenies(scene), 1)
  await sweep(scene.process())
  scene.pass(IAM_SECONDS)
  assert.equal(await scene.works(issued.credentials), false)
  await assertGone(scene, [issued.credentials])
})

test('a Deny that somebody removes again and again is written again and again, and the sibling lives', async (t) => {
  const scene = await startScene(t)
  const [issued, sibling] = [await scene.issue('assumed_role'), await scene.issue('assumed_role')]
  await revoke(scene.process(), issued.lease.id)
  for (let n = 0; n < 2; n++) {
    scene.pass(360)
    await removeDenies(scene)
    await sweep(scene.process())
    scene.pass(IAM_SECONDS)
    assert.equal(await scene.works(issued.credentials), false)
    assert.equal(await scene.works(sibling.credentials), true)
  }
  await assertGone(scene, [issued.credentials, sibling.credentials])
})

test('a Deny that stands is not written again', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('assumed_role')
  await revoke(scene.process(), issued.lease.id)
  scene.pass(600)
  const { requests } = scene.sandbox
  const puts = () => requests.filter(({ action }) => action === 'PutRolePolicy').length
  const before = puts()
  const report = await sweep(scene.process())
  assert.equal(puts(), before)
  assert.doesNotMatch(JSON.stringify(report), /"tampered":[1-9]/)
  await assertGone(scene, [issued.credentials])
})

test('a Deny that replaced another and was removed before that one went keeps it', async (t) => {
  const scene = await startScene(t)
  const some = await Promise.all(Array.from({ length: 6 }, () => scene.issue('federation_token')))
  for (const { lease } of some) await revoke(scene.process(), lease.id)
  for (let passed = 0; passed < 1200; passed += 60) {
    scene.pass(60)
    await removeDenies(scene, 1)
    await sweep(scene.process())
    scene.pass(1)
    await sweep(scene.process())
  }
  scene.pass(301)
  await sweep(scene.process())
  for (const { credentials } of some) assert.equal(await scene.works(credentials), false)
  await assertGone(
    scene,
    some.map(({ credentials }) => credentials),
  )
})

test('revoking again says nothing of a session whose Deny nobody may write, and leaves it to a sweep', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('assumed_role')
  await revoke(scene.process(), issued.lease.id)
  scene.pass(600)
  await removeDenies(scene)
  const heal = scene.sandbox.faults.add({ action: 'PutRolePolicy', effect: DENIED })
  await assert.rejects(revoke(scene.process(), issued.lease.id), { code: 'aws-denied' })
  heal()
  await sweep(scene.process())
  assert.equal(await scene.works(issued.credentials), false)
  await assertGone(scene, [issued.credentials])
})

/** Policies of others fill what a role may hold inline. */
async function fillQuota(scene: Scene): Promise<void> {
  const many = Array.from({ length: 340 }, (_, n) => `s3:GetObjectOfSomebody${n}`)
  await scene.iam.putRolePolicy({
    RoleName: 'deploy',
    PolicyName: 'foreign',
    PolicyDocument: policy('Allow', many),
  })
  scene.takeForGiven()
}
