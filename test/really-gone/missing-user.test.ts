import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { leastKey } from './least.ts'
import {
  IAM_SECONDS,
  type Scene,
  adminOf,
  assertGone,
  assertTrue,
  attempt,
  startScene,
} from './scene.ts'

// Fault 1: one NoSuchEntity made a live user "revoked" for ever.

/** IAM says once that a user is not there, who is. */
function sayMissing({ sandbox }: Scene, action: string, userName: string): void {
  sandbox.faults.add({
    service: 'iam',
    action,
    nth: 1,
    effect: {
      kind: 'status',
      status: 404,
      code: 'NoSuchEntity',
      message: `The user with name ${userName} cannot be found.`,
    },
  })
}

function userOf({ lease }: Issuance): string {
  assert.equal(lease.principal.type, 'iam_user')
  return lease.principal.userName
}

/** All requests of taking a user back. */
const REQUESTS = [
  'PutUserPolicy',
  'ListAccessKeys',
  'DeleteAccessKey',
  'ListUserPolicies',
  'DeleteUserPolicy',
  'ListAttachedUserPolicies',
  'ListGroupsForUser',
  'DeleteUser',
]

/** Five minutes are IAM's, and Vault loses users that are older all the same. */
const AGES = [10, 900] as const

for (const action of REQUESTS) {
  for (const age of AGES) {
    test(`a single NoSuchEntity of ${action} in a revocation ${age} s after the issue leaves no user`, async (t) => {
      const scene = await startScene(t)
      const issued = await scene.issue('iam_user')
      scene.pass(age)
      sayMissing(scene, action, userOf(issued))
      const said = await attempt(revoke(scene.process(), issued.lease.id))
      await assertTrue(scene, said, issued)
      await assertGone(scene, [issued.credentials])
    })
  }
}

test('a single NoSuchEntity in the undo of an issue that failed leaves no user', async (t) => {
  const scene = await startScene(t)
  // The role's boundary is refused: CreateAccessKey has made a key by then, and the undo's first request is stale.
  const full = { kind: 'status', status: 409, code: 'LimitExceeded', message: 'full' } as const
  scene.sandbox.faults.add({ service: 'iam', action: 'PutUserPolicy', nth: 1, effect: full })
  const gone = 'The user with name you-know-who cannot be found.'
  const missing = { kind: 'status', status: 404, code: 'NoSuchEntity', message: gone } as const
  scene.sandbox.faults.add({ service: 'iam', action: 'PutUserPolicy', nth: 2, effect: missing })
  assert.equal(await attempt(scene.issue('iam_user')), undefined)
  await assertGone(scene)
})

test('a user that an answer missed is deleted by a sweep, minutes later, without anybody asking again', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  sayMissing(scene, 'PutUserPolicy', userOf(issued))
  await attempt(revoke(scene.process(), issued.lease.id))
  scene.pass(IAM_SECONDS + 60)
  await sweep(scene.process())
  assert.equal(await scene.works(issued.credentials), false)
})

test('a user that its holder renamed is found by its key, and deleted', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  await holder(scene, issued).updateUser({
    UserName: userOf(issued),
    NewUserName: 'innocent',
    NewPath: '/',
  })
  scene.pass(900)
  const said = await attempt(revoke(scene.process(), issued.lease.id))
  await assertTrue(scene, said, issued)
  await assertGone(scene, [issued.credentials])
})

test('a user that its holder renamed is found by its key when its lease ends by itself', async (t) => {
  const scene = await startScene(t)
  const issued = await scene.issue('iam_user')
  await holder(scene, issued).updateUser({ UserName: userOf(issued), NewUserName: 'innocent' })
  await assertGone(scene, [issued.credentials])
})

for (const who of ['administrator', 'sweeper'] as const) {
  test(`a user that somebody deleted by hand long ago is ended by a sweep with the rights of the ${who}`, async (t) => {
    const scene = await startScene(t)
    const key = who === 'sweeper' ? await leastKey(scene, who) : scene.sandbox.root
    const issued = await scene.issue('iam_user')
    await deleteByHand(scene, userOf(issued))
    const sweeper = scene.process({ key })
    await assertGone(scene, [issued.credentials], sweeper)
    assert.equal((await revoke(sweeper, issued.lease.id)).status, 'ended')
  })
}

test('who may not see any user but its own is not told apart a user that is hidden from one that is gone', async (t) => {
  const scene = await startScene(t)
  const key = await leastKey(scene, 'sweeper')
  const issued = await scene.issue('iam_user')
  // Rights on an ARN meet nothing while IAM does not show the user.
  for (const action of ['PutUserPolicy', 'GetUser', 'GetAccessKeyLastUsed']) {
    const effect = { kind: 'status', status: 403, code: 'AccessDenied', message: 'no' } as const
    scene.sandbox.faults.add({ service: 'iam', action, nth: 1, effect })
  }
  const said = await attempt(revoke(scene.process({ key }), issued.lease.id))
  await assertTrue(scene, said, issued)
  await assertGone(scene, [issued.credentials], scene.process({ key }))
})

async function deleteByHand({ iam }: Scene, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName })
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await iam.deleteAccessKey({ UserName, AccessKeyId })
  }
  const { PolicyNames = [] } = await iam.listUserPolicies({ UserName })
  for (const PolicyName of PolicyNames) await iam.deleteUserPolicy({ UserName, PolicyName })
  await iam.deleteUser({ UserName })
}

function holder(scene: Scene, { credentials }: Issuance) {
  const { accessKeyId, secretAccessKey } = credentials
  return adminOf(scene.sandbox, { accessKeyId, secretAccessKey: secretAccessKey.reveal() }).iam
}
