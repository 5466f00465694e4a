import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IamUserOrder } from '../../core/issuance/order.ts'
import type { FaultEffect } from '../../sandbox/faults.ts'
import {
  type Stage,
  leaseOf,
  leftover,
  startStage,
  userLease,
  userNames,
  userOrder,
} from './stage.ts'

/** An order that touches every operation of issuing. */
async function fullOrder(stage: Stage): Promise<IamUserOrder> {
  await stage.iam.createGroup({ GroupName: 'g' })
  const policyArns = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']
  return userOrder(stage, { groups: ['g'], policyArns })
}

const EFFECTS: readonly FaultEffect[] = [
  { kind: 'drop-after' },
  { kind: 'drop-before' },
  { kind: 'status', status: 500, code: 'ServiceFailure' },
  { kind: 'status', status: 409, code: 'ConcurrentModification' },
]

const ISSUE = [
  'CreateUser',
  'PutUserPolicy',
  'AttachUserPolicy',
  'AddUserToGroup',
  'CreateAccessKey',
]
const REVOKE = [
  'PutUserPolicy',
  'ListAccessKeys',
  'DeleteAccessKey',
  'ListUserPolicies',
  'ListAttachedUserPolicies',
  'ListGroupsForUser',
  'DeleteUserPolicy',
  'DetachUserPolicy',
  'RemoveUserFromGroup',
  'DeleteUser',
]

function name(effect: FaultEffect): string {
  return effect.kind === 'status' ? effect.code : effect.kind
}

test('one failure of any request leaves an issue whole, with the one key that is handed out', async (t) => {
  for (const effect of EFFECTS) {
    for (const action of ISSUE) {
      const stage = await startStage(t)
      const order = await fullOrder(stage)
      stage.sandbox.faults.add({ service: 'iam', action, nth: 1, effect })
      const { credentials, principal } = await stage.issuer.issue(order, {})
      const keys = leftover(stage).map(({ accessKeyId }) => accessKeyId)
      assert.deepEqual(keys, [credentials.accessKeyId], `${name(effect)} at ${action}`)
      await stage.revoke(leaseOf(stage, principal))
      assert.deepEqual(await userNames(stage), [], `${name(effect)} at ${action}`)
    }
  }
})

test('an issue that fails for good at any request leaves nothing once it is revoked', async (t) => {
  for (const kind of ['drop-after', 'drop-before'] as const) {
    for (const action of ISSUE) {
      const stage = await startStage(t)
      const order = await fullOrder(stage)
      const remove = stage.sandbox.faults.add({ service: 'iam', action, effect: { kind } })
      await assert.rejects(stage.issuer.issue(order, {}), { code: 'outcome-unknown' })
      remove()
      await stage.revoke(userLease(stage, order))
      assert.deepEqual(await userNames(stage), [], `${kind} at ${action}`)
      assert.deepEqual(leftover(stage), [], `${kind} at ${action}`)
    }
  }
})

test('one failure of any request leaves a revocation done', async (t) => {
  for (const effect of EFFECTS) {
    for (const action of REVOKE) {
      // Only changes are refused for the sake of other changes.
      if (name(effect) === 'ConcurrentModification' && action.startsWith('List')) continue
      const stage = await startStage(t)
      const order = await fullOrder(stage)
      const { principal } = await stage.issuer.issue(order, {})
      stage.sandbox.faults.add({ service: 'iam', action, nth: 1, effect })
      await stage.revoke(leaseOf(stage, principal))
      assert.deepEqual(await userNames(stage), [], `${name(effect)} at ${action}`)
      assert.deepEqual(leftover(stage), [], `${name(effect)} at ${action}`)
    }
  }
})

test('a revocation that fails for good at any request is finished by the next', async (t) => {
  for (const kind of ['drop-after', 'drop-before'] as const) {
    for (const action of REVOKE) {
      const stage = await startStage(t)
      const order = await fullOrder(stage)
      const { principal } = await stage.issuer.issue(order, {})
      const lease = leaseOf(stage, principal)
      const remove = stage.sandbox.faults.add({ service: 'iam', action, effect: { kind } })
      const first = await stage.revoke(lease).catch((error: unknown) => error)
      const users = await userNames(stage)
      if (first instanceof Error) {
        const working = leftover(stage).filter(({ denied }) => !denied)
        assert.deepEqual(working, [], `a key works on after ${kind} at ${action}`)
      } else {
        assert.deepEqual(users, [], `${kind} at ${action} was called done`)
      }
      remove()
      await stage.revoke(lease)
      assert.deepEqual(await userNames(stage), [], `${kind} at ${action}`)
    }
  }
})
