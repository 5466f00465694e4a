/** Revocations that IAM refuses, and those that others finish. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { secondsAfter } from '../../core/clock.ts'
import { LEFTOVER_SECONDS } from '../../core/revocation/deny-ledger.ts'
import { isLive } from '../../core/lease/lease-store.ts'
import { reconcile } from '../../core/reconcile.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import {
  ROLE_ARN,
  type RevocationStage,
  SESSION_TYPES,
  accessKeys,
  addTombstones,
  deniedKeys,
  denyNames,
  issueMany,
  managedNames,
  settle,
  startRevocationStage,
} from './revocation-stage.ts'
import { allow, failure } from './stage.ts'

describe('where the job leaves a tombstone only', () => {
  for (const type of SESSION_TYPES) {
    test(`a session of ${type} is pending until a sweep with the right denies it`, async (t) => {
      const stage = await startRevocationStage(t)
      const { lease, credentials } = await stage.issue(type)
      const job = stage.ports({ mode: 'tombstone' })
      const end = await revoke(job, lease.id)
      assert.equal(end.status, 'pending')
      assert.deepEqual(await denyNames(stage, type), [])
      await sweep(job)
      assert.equal(await stage.get(credentials), 'done', 'nobody with the right came by yet')
      await sweep(stage.ports())
      assert.equal(await stage.get(credentials), 'AccessDenied')
      stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 60))
      const report = await sweep(job)
      assert.deepEqual(report.ended, [{ id: lease.id, reason: 'requested' }])
      const ended = await job.leases.read(lease.id)
      assert.ok(ended !== undefined && !isLive(ended) && ended.outcome === 'revoked')
    })
  }

  test('reconciling finishes the revocation and leaves alone what nobody revoked', async (t) => {
    const stage = await startRevocationStage(t)
    const lost = await stage.issue('assumed_role')
    const kept = await stage.issue('assumed_role', 60)
    await revoke(stage.ports({ mode: 'tombstone' }), lost.lease.id)
    stage.moveTo(secondsAfter(kept.lease.expiresAt, 1))
    const report = await reconcile(stage.ports())
    assert.deepEqual(report.ended, [{ id: lost.lease.id, reason: 'requested' }])
    assert.deepEqual(report.failed, [])
    assert.equal(await stage.get(lost.credentials), 'AccessDenied')
    const left = await stage.ports().leases.read(kept.lease.id)
    assert.ok(left !== undefined && isLive(left))
  })
})

/** Ways in which IAM refuses, each with what ends it. */
const REFUSALS: readonly {
  readonly what: string
  readonly code: string
  readonly refuse: (stage: RevocationStage) => Promise<() => Promise<void>>
}[] = [
  {
    what: 'without the right',
    code: 'aws-denied',
    refuse: async (stage) => {
      const iam = await stage.root.iam()
      const policy = { UserName: 'daypass-root', PolicyName: 'forbidden' }
      const Statement = { Effect: 'Deny', Action: 'iam:PutRolePolicy', Resource: '*' }
      await iam.putUserPolicy({ ...policy, PolicyDocument: JSON.stringify({ Statement }) })
      return async () => {
        await iam.deleteUserPolicy(policy)
      }
    },
  },
  {
    what: 'while IAM is down',
    code: 'outcome-unknown',
    refuse: (stage) => {
      const effect = { kind: 'status', status: 503, code: 'ServiceUnavailable' } as const
      const lift = stage.sandbox.faults.add({ action: 'PutRolePolicy', effect })
      return Promise.resolve(() => {
        lift()
        return Promise.resolve()
      })
    },
  },
]

test('a revocation while IAM throttles counts once at most: it stays due, is not stuck, and is done once that is over', async (t) => {
  const stage = await startRevocationStage(t)
  const { lease, credentials } = await stage.issue('assumed_role')
  const effect = { kind: 'status', status: 400, code: 'Throttling' } as const
  const lift = stage.sandbox.faults.add({ action: 'PutRolePolicy', effect })
  assert.equal((await failure(revoke(stage.ports(), lease.id))).code, 'aws-throttled')
  for (const wait of [31, 61, 121]) {
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), wait))
    assert.deepEqual((await sweep(stage.ports())).stuck, [])
  }
  const found = await stage.ports().leases.read(lease.id)
  assert.ok(found !== undefined && isLive(found) && found.lease.status === 'revoking')
  assert.ok(found.lease.attempts <= 1)
  assert.equal(await stage.get(credentials), 'done')

  lift()
  stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 121))
  const { ended, stuck } = await sweep(stage.ports())
  assert.deepEqual([ended, stuck], [[{ id: lease.id, reason: 'requested' }], []])
  assert.equal(await stage.get(credentials), 'AccessDenied')
})

for (const { what, code, refuse } of REFUSALS) {
  test(`a revocation ${what} stays on the list, shows as stuck, and is done once that is over`, async (t) => {
    const stage = await startRevocationStage(t)
    const { lease, credentials } = await stage.issue('assumed_role')
    const lift = await refuse(stage)
    assert.equal((await failure(revoke(stage.ports(), lease.id))).code, code)
    for (const wait of [31, 61]) {
      stage.moveTo(secondsAfter(stage.sandbox.clock.now(), wait))
      const { failed } = await sweep(stage.ports())
      assert.deepEqual(
        failed.map(({ error }) => error.code),
        [code],
      )
    }
    const found = await stage.ports().leases.read(lease.id)
    assert.ok(found !== undefined && isLive(found) && found.lease.status === 'revoking')
    assert.match(found.lease.lastError ?? '', new RegExp(code))
    assert.deepEqual((await sweep(stage.ports())).stuck, [lease.id])
    assert.equal(await stage.get(credentials), 'done')

    await lift()
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 121))
    const { ended, stuck } = await sweep(stage.ports())
    assert.deepEqual(ended, [{ id: lease.id, reason: 'requested' }])
    assert.deepEqual(stuck, [])
    assert.equal(await stage.get(credentials), 'AccessDenied')
    await settle(stage)
    assert.equal((await denyNames(stage, 'assumed_role')).length, 1)
  })
}

describe('a role that other policies fill', () => {
  test('carries the deny in a managed policy, and is rid of it when the session has ended', async (t) => {
    const stage = await startRevocationStage(t)
    const [lost, kept] = [await stage.issue('assumed_role'), await stage.issue('assumed_role')]
    await fillInline(stage)
    assert.equal((await revoke(stage.ports(), lost.lease.id)).status, 'revoked')
    assert.equal(await stage.get(lost.credentials), 'AccessDenied')
    assert.equal(await stage.get(kept.credentials), 'done')
    assert.equal((await managedNames(stage)).attached.length, 1)
    stage.moveTo(secondsAfter(lost.lease.expiresAt, 61))
    await sweep(stage.ports())
    assert.deepEqual(await managedNames(stage), { attached: [], made: [] })
  })

  test('on both sides answers when the session ends and why, and is tried again', async (t) => {
    const stage = await startRevocationStage(t, { limits: { attachedPolicies: 0 } })
    const { lease, credentials } = await stage.issue('assumed_role')
    const empty = await fillInline(stage)
    const end = await revoke(stage.ports(), lease.id)
    assert.ok(end.status === 'ends_at', end.status)
    assert.ok(end.reason.includes(ROLE_ARN))
    assert.deepEqual(end.at, lease.expiresAt)
    assert.equal(await stage.get(credentials), 'done')
    assert.deepEqual(await managedNames(stage), { attached: [], made: [] })

    await empty()
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 31))
    const { ended } = await sweep(stage.ports())
    assert.deepEqual(ended, [{ id: lease.id, reason: 'requested' }])
    assert.equal(await stage.get(credentials), 'AccessDenied')
    await settleLeftovers(stage)
    assert.deepEqual(await managedNames(stage), { attached: [], made: [] })
  })

  test('of managed ones takes the deny inline while it has room there', async (t) => {
    const stage = await startRevocationStage(t, { limits: { attachedPolicies: 0 } })
    const issued = await issueMany(stage, 200)
    await addTombstones(stage, issued)
    // The second half goes beyond what daypass fills inline of its own accord.
    await sweep(stage.ports())
    assert.deepEqual(deniedKeys(stage), accessKeys(issued))
    await settleLeftovers(stage)
    assert.deepEqual((await managedNames(stage)).made, [])
  })
})

/** What a put that failed may have left is not looked for before a late one has surely come. */
async function settleLeftovers(stage: RevocationStage): Promise<void> {
  stage.moveTo(secondsAfter(stage.sandbox.clock.now(), LEFTOVER_SECONDS))
  await sweep(stage.ports())
}

/** Leaves no room for another inline policy; the answer undoes that. */
async function fillInline(stage: RevocationStage): Promise<() => Promise<void>> {
  const iam = await stage.root.iam()
  const policy = { RoleName: 'deploy', PolicyName: 'filling' }
  const fill = (characters: number) => ({
    ...policy,
    PolicyDocument: allow(`s3:${'x'.repeat(characters)}`),
  })
  const used = allow('s3:*', 'sts:*').length + allow('s3:').length
  await iam.putRolePolicy(fill(10_240 - used - 100))
  return async () => {
    await iam.deleteRolePolicy(policy)
  }
}
