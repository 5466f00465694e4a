import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import type { IamUserOrder } from '../../core/issuance/order.ts'
import { giveEverything } from './give-everything.ts'
import {
  type Stage,
  actionsSince,
  allow,
  attempt,
  failure,
  leaseOf,
  leftover,
  startStage,
  userLease,
  userNames,
  userOrder,
} from './stage.ts'

const REVOKED = { status: 'revoked', wasThere: true }
const GONE = { status: 'revoked', wasThere: false }

async function issueTo(stage: Stage, order: IamUserOrder) {
  const { credentials, principal } = await stage.issuer.issue(order, {})
  return { credentials, lease: leaseOf(stage, principal) }
}

async function assertNothingLeft(stage: Stage): Promise<void> {
  assert.deepEqual(await userNames(stage), [])
  assert.deepEqual(leftover(stage), [])
}

test('revoking deletes the user, and what its credentials could do they can no more', async (t) => {
  const stage = await startStage(t)
  const { credentials, lease } = await issueTo(stage, userOrder(stage))
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  assert.deepEqual(await stage.revoke(lease), REVOKED)
  assert.equal(await attempt(stage, credentials, 'get'), 'InvalidAccessKeyId')
  await assertNothingLeft(stage)
})

test('an ordinary user takes ten requests, after one for the account: whose it is comes first, then all is denied, its keys go before the denial does', async (t) => {
  const stage = await startStage(t)
  const { lease } = await issueTo(stage, userOrder(stage))
  const start = stage.sandbox.requests.length
  await stage.revoke(lease)
  const [first, ...actions] = actionsSince(stage, start)
  assert.equal(first, 'GetCallerIdentity')
  assert.deepEqual(actions.toSorted(), [
    'DeleteAccessKey',
    'DeleteUser',
    'DeleteUserPolicy',
    'DeleteUserPolicy',
    'GetUser',
    'ListAccessKeys',
    'ListAttachedUserPolicies',
    'ListGroupsForUser',
    'ListUserPolicies',
    'PutUserPolicy',
  ])
  assert.deepEqual(actions.slice(0, 2), ['GetUser', 'PutUserPolicy'])
  assert.equal(actions.at(-1), 'DeleteUser')
  assert.ok(actions.indexOf('DeleteAccessKey') < actions.lastIndexOf('DeleteUserPolicy'))
})

test('a user that was given everything by hand goes with all of it', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  await giveEverything(stage, order.userName)
  assert.deepEqual(await stage.revoke(lease), REVOKED)
  await assertNothingLeft(stage)
  const { VirtualMFADevices } = await stage.iam.listVirtualMFADevices({})
  assert.deepEqual(VirtualMFADevices, [])
})

test('more policies than one page of a listing holds all go', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  const { users } = stage.sandbox.world.account(stage.sandbox.accountId)
  const user = users.get(order.userName.toLowerCase()) ?? assert.fail()
  const text = allow('s3:GetObject')
  const many = Array.from({ length: 150 }, (_, index) => [
    `p${index}`,
    { text, document: { Statement: [] } },
  ])
  users.set(order.userName.toLowerCase(), {
    ...user,
    inline: Object.fromEntries(many) as typeof user.inline,
  })
  assert.deepEqual(await stage.revoke(lease), REVOKED)
  await assertNothingLeft(stage)
})

test('what was never made is not said to be gone before no request can make it, and IAM must show it', async (t) => {
  const stage = await startStage(t)
  const lease = userLease(stage, userOrder(stage))
  const { status } = await stage.revoke(lease)
  assert.equal(status, 'pending')
  stage.sandbox.clock.advance(590)
  assert.equal((await stage.revoke(lease)).status, 'pending')
  stage.sandbox.clock.advance(10)
  assert.deepEqual(await stage.revoke(lease), GONE)
})

test('revoking twice, or twice at once, is done', async (t) => {
  const stage = await startStage(t)
  const { lease } = await issueTo(stage, userOrder(stage))
  stage.sandbox.clock.advance(300)
  const both = await Promise.all([stage.revoke(lease), stage.revoke(lease)])
  assert.deepEqual(
    both.map(({ status }) => status),
    ['revoked', 'revoked'],
  )
  assert.deepEqual(await stage.revoke(lease), GONE)
  await assertNothingLeft(stage)
})

test('a session that the holder took with its key is denied before the user goes', async (t) => {
  const stage = await startStage(t)
  const { credentials, lease } = await issueTo(stage, userOrder(stage))
  const holder = stage.as({
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey.reveal(),
  })
  const sts = await holder.clients.sts()
  await sts.getSessionToken({ DurationSeconds: 3600 })
  assert.equal(leftover(stage).length, 2)
  const hung = stage.sandbox.faults.hang()
  stage.sandbox.faults.add({
    service: 'iam',
    action: 'ListAccessKeys',
    effect: { kind: 'hang-before' },
  })
  const revoking = stage.revoke(lease)
  const hanging = await hung
  assert.deepEqual(
    leftover(stage).map(({ denied }) => denied),
    [true, true],
  )
  hanging.release()
  await revoking
  await assertNothingLeft(stage)
})

test('only a user with the name of its lease is deleted', async (t) => {
  const stage = await startStage(t)
  await stage.iam.createUser({ UserName: 'somebody' })
  const order = userOrder(stage, { userName: 'somebody' })
  const error = await failure(stage.revoke(userLease(stage, order)))
  assert.equal(error.code, 'state-invalid')
  assert.deepEqual(await userNames(stage), ['somebody'])
  const other = {
    ...userLease(stage, userOrder(stage)),
    id: parseLeaseId('ci/AAAAAAAAAAAAAAAAAAAAAA'),
  }
  assert.equal((await failure(stage.revoke(other))).code, 'state-invalid')
})

test('the denial that does not fit beside a full policy is done without', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  const filler = 'x'.repeat(2048 - allow('s3:').length)
  await stage.iam.putUserPolicy({
    UserName: order.userName,
    PolicyName: order.policyName,
    PolicyDocument: allow(`s3:${filler}`),
  })
  assert.deepEqual(await stage.revoke(lease), REVOKED)
  await assertNothingLeft(stage)
})
