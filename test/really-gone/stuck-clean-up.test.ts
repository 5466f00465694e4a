import assert from 'node:assert/strict'
import { test } from 'node:test'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { leastKey } from './least.ts'
import {
  BUCKET,
  IAM_SECONDS,
  type Scene,
  SESSION_TYPES,
  assertGone,
  attempt,
  startScene,
} from './scene.ts'

// Fault 8: clean-up that stopped at one thing, and never came to the others.

const DENIED = { kind: 'status', status: 403, code: 'AccessDenied', message: 'no' } as const

test('one policy that cannot be removed does not keep the others of its role', async (t) => {
  const scene = await startScene(t)
  for (let n = 0; n < 4; n++) {
    const { lease } = await scene.issue('assumed_role')
    await revoke(scene.process(), lease.id)
  }
  assert.equal(scene.left().length, 4)
  scene.pass(3 * 3600)
  // Whichever comes first.
  const action = 'DeleteRolePolicy'
  const remove = scene.sandbox.faults.add({ service: 'iam', action, nth: 1, effect: DENIED })
  await sweep(scene.process())
  assert.equal(scene.left().length, 1)
  remove()
  await assertGone(scene)
})

test('what was removed before a sweep died is not asked for again', async (t) => {
  const scene = await startScene(t)
  for (let n = 0; n < 3; n++) {
    const { lease } = await scene.issue('assumed_role')
    await revoke(scene.process(), lease.id)
  }
  scene.pass(3 * 3600)
  const action = 'DeleteRolePolicy'
  const remove = scene.sandbox.faults.add({ service: 'iam', action, nth: 3, effect: DENIED })
  await sweep(scene.process())
  remove()
  const before = scene.sandbox.requests.length
  await sweep(scene.process())
  const asked = scene.sandbox.requests.slice(before).filter((one) => one.action === action)
  assert.equal(asked.length, 1)
  await assertGone(scene)
})

for (const who of ['administrator', 'broker', 'sweeper'] as const) {
  const keyOf = async (scene: Scene) =>
    who === 'administrator' ? scene.sandbox.root : await leastKey(scene, who)

  test(`the sessions of a role that was deleted by hand are over for the ${who}, beyond IAM's lag`, async (t) => {
    const scene = await startScene(t)
    const process = scene.process({ key: await keyOf(scene) })
    const [one, other] = [await scene.issue('assumed_role'), await scene.issue('assumed_role')]
    await deleteRole(scene)
    scene.takeForGiven()
    assert.equal(await scene.works(one.credentials), false)
    const first = await attempt(revoke(process, one.lease.id))
    scene.pass(IAM_SECONDS + 60)
    const swept = await sweep(process)
    assert.deepEqual(
      swept.denials.map(({ error }) => error?.message),
      swept.denials.map(() => undefined),
    )
    const second = await revoke(process, other.lease.id)
    assert.match(`${first?.status ?? 'nothing yet'} ${second.status}`, /(revoked|ended)$/)
    await assertGone(scene, [one.credentials, other.credentials], process)
    const last = await sweep(process)
    assert.deepEqual(last.denials, [], 'an empty ledger stays')
  })

  test(`a role that was deleted by hand with its Denies does not make every sweep of the ${who} fail`, async (t) => {
    const scene = await startScene(t)
    const process = scene.process({ key: await keyOf(scene) })
    const issued = await scene.issue('assumed_role')
    await revoke(process, issued.lease.id)
    await deleteRole(scene)
    scene.takeForGiven()
    scene.pass(IAM_SECONDS + 60)
    for (let n = 0; n < 3; n++) {
      const { denials, failed } = await sweep(process)
      assert.deepEqual(failed, [])
      assert.deepEqual(
        denials.flatMap(({ error }) => error?.message ?? []),
        [],
      )
      scene.pass(3600)
    }
    await assertGone(scene, [issued.credentials], process)
    assert.deepEqual(await keysUnder(scene, 'boards/'), [])
  })
}

test('a role that was made anew under its name is not taken for the one before: its own sessions can be revoked', async (t) => {
  const scene = await startScene(t)
  const before = await scene.issue('assumed_role')
  await revoke(scene.process(), before.lease.id)
  await deleteRole(scene)
  await makeRole(scene)
  scene.takeForGiven()
  const after = await scene.issue('assumed_role')
  assert.equal(await scene.works(after.credentials), true)
  const said = await revoke(scene.process(), after.lease.id)
  assert.equal(said.status, 'revoked')
  assert.equal(await scene.works(after.credentials), false)
  await assertGone(scene, [before.credentials, after.credentials])
})

for (const type of SESSION_TYPES) {
  test(`a Deny of a ${type} that lands ten minutes after its writer was given up is found and removed in the end`, async (t) => {
    const scene = await startScene(t)
    const [one, other] = [await scene.issue(type), await scene.issue(type)]
    const action = type === 'assumed_role' ? 'PutRolePolicy' : 'PutUserPolicy'
    const effect = { kind: 'hang-late' } as const
    const remove = scene.sandbox.faults.add({ service: 'iam', action, nth: 1, effect })
    const stop = new AbortController()
    const writing = attempt(revoke(scene.process(), one.lease.id, { signal: stop.signal }))
    const hanging = await scene.sandbox.faults.hang()
    remove()
    stop.abort()
    await writing
    scene.pass(60)
    await revoke(scene.process(), other.lease.id)
    for (let n = 0; n < 4; n++) {
      scene.pass(150)
      await sweep(scene.process())
    }
    hanging.release()
    await assertGone(scene, [one.credentials, other.credentials])
  })
}

test('ledgers and tombstones of sessions that have ended do not stay in the store', async (t) => {
  const scene = await startScene(t)
  for (const type of SESSION_TYPES) {
    const { lease } = await scene.issue(type)
    await revoke(scene.process(), lease.id)
  }
  await assertGone(scene)
  assert.deepEqual(await keysUnder(scene, 'boards/'), [])
  assert.deepEqual(await keysUnder(scene, 'revoked/'), [])
})

async function deleteRole({ iam }: Scene): Promise<void> {
  const RoleName = 'deploy'
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName })
  for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName, PolicyName })
  await iam.deleteRole({ RoleName })
}

async function makeRole({ iam }: Scene): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }
  await iam.createRole({
    RoleName: 'deploy',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
    MaxSessionDuration: 43_200,
  })
  const allow = { Effect: 'Allow', Action: 's3:*', Resource: '*' }
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: allow })
  await iam.putRolePolicy({ RoleName: 'deploy', PolicyName: 'rights', PolicyDocument })
}

async function keysUnder({ s3 }: Scene, Prefix: string): Promise<readonly string[]> {
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: BUCKET, Prefix })
  return Contents.map(({ Key = '' }) => Key)
}
