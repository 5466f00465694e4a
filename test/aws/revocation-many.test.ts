/** Revocations by the thousand, and in other accounts. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { secondsAfter } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { reconcileRevocations } from '../../core/revocation/reconcile-revocations.ts'
import { revoke } from '../../core/revoke.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import {
  type RevocationStage,
  accessKeys,
  addTombstones,
  deniedKeys,
  denyNames,
  issueMany,
  keysUnder,
  managedNames,
  roleOf,
  settle,
  startRevocationStage,
} from './revocation-stage.ts'
import { failure } from './stage.ts'

test('a thousand live revocations of one role harm no sibling, and leave IAM with their sessions', async (t) => {
  const stage = await startRevocationStage(t)
  const issued = await issueMany(stage, 1000)
  const [kept, alsoKept] = [await stage.issue('assumed_role'), await stage.issue('assumed_role')]
  const from = stage.sandbox.requests.length
  for (let n = 0; n < issued.length; n += 50) {
    await addTombstones(stage, issued.slice(n, n + 50))
    const [reconciled] = await reconcileRevocations(stage.ports().revocation, {})
    assert.deepEqual([reconciled?.waiting, reconciled?.error], [0, undefined])
    // What a newer policy replaces takes room for another five minutes.
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 60))
  }
  const writes = stage.sandbox.requests
    .slice(from)
    .filter(({ action }) => /^(?:Put|Create|Attach)\w*Policy$/.test(action))
  t.diagnostic(`${writes.length} writes to IAM for ${issued.length} revocations`)
  assert.ok(writes.length <= 60, `${writes.length} writes`)
  assert.deepEqual(deniedKeys(stage), accessKeys(issued))
  assert.equal(await stage.get(issued[0]?.credentials ?? assert.fail()), 'AccessDenied')
  assert.equal(await stage.get(issued[999]?.credentials ?? assert.fail()), 'AccessDenied')
  assert.equal(await stage.get(kept.credentials), 'done')
  assert.equal(await stage.get(alsoKept.credentials), 'done')

  stage.moveTo(secondsAfter(kept.lease.expiresAt, 61))
  await settle(stage)
  assert.deepEqual(await denyNames(stage, 'assumed_role'), [])
  assert.deepEqual(await managedNames(stage), { attached: [], made: [] })
  assert.deepEqual(keysUnder(stage, 'revoked/'), [])
})

test('a role that is full of replaced policies has room again after five minutes, without a sweep', async (t) => {
  const stage = await startRevocationStage(t)
  const issued = await issueMany(stage, 120)
  const ends: string[] = []
  for (const { lease } of issued) {
    ends.push((await revoke(stage.ports(), lease.id)).status)
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 10))
  }
  assert.deepEqual(new Set(ends), new Set(['revoked']))
  assert.deepEqual(deniedKeys(stage), accessKeys(issued))
})

test('where no sweep ever comes by, a role keeps the denies of living sessions and no others', async (t) => {
  const stage = await startRevocationStage(t)
  let most = 0
  for (let n = 0; n < 40; n++) {
    const { lease } = await stage.issue('assumed_role', 900)
    assert.equal((await revoke(stage.ports(), lease.id)).status, 'revoked')
    const [role] = stage.sandbox.world.account('123456789012').roles.values()
    most = Math.max(most, Object.keys(role?.inline ?? {}).length)
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 400))
  }
  assert.ok(most <= 5, `${most} at once`)
})

for (const type of ['assumed_role', 'federation_token'] as const) {
  test(`forty jobs that leave no record leave the denies of living sessions of ${type}, and what others put there`, async (t) => {
    const stage = await startRevocationStage(t)
    const others = (await denyNames(stage, type)).length
    for (let n = 0; n < 40; n++) {
      await stage.objects.remove([...stage.objects.stored.keys()])
      const { lease, credentials } = await stage.issue(type, 900)
      assert.equal((await revoke(stage.ports({ isPassing: true }), lease.id)).status, 'revoked')
      assert.ok(deniedKeys(stage).includes(credentials.accessKeyId))
      stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 400))
    }
    const account = stage.sandbox.world.account('123456789012')
    const [holder] = (type === 'assumed_role' ? account.roles : account.users).values()
    const names = Object.keys(holder?.inline ?? {}).filter((name) =>
      name.startsWith('daypass-deny'),
    )
    assert.equal(others, 0)
    assert.ok(names.length <= 4, `${names.length} are left`)
    assert.ok(names.every((name) => /^daypass-deny-\d{8}T\d{6}Z-[0-9a-f]{18}$/.test(name)))
  })
}

test('a role that is full of denies that are over takes the next one', async (t) => {
  const stage = await startRevocationStage(t)
  const issued = await issueMany(stage, 120)
  for (const { lease } of issued) {
    assert.equal((await revoke(stage.ports(), lease.id)).status, 'revoked')
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 10))
  }
  stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 2 * 3600))
  for (const left of [true, false]) {
    const { lease } = await stage.issue('assumed_role')
    assert.equal((await revoke(stage.ports(), lease.id)).status, 'revoked')
    const { attached, made } = await managedNames(stage)
    if (!left) assert.deepEqual([attached, made], [[], []])
  }
  assert.equal((await denyNames(stage, 'assumed_role')).length, 2)
})

describe('a role in another account', () => {
  const OTHER = '210987654321'
  const roleArn = `arn:aws:iam::${OTHER}:role/deploy`
  const revokerRoleArns = [`arn:aws:iam::${OTHER}:role/daypass-revoker`]
  const revokerRoles = revokerRoleArns.map((arn) => roleOf('assumed_role', arn))

  test('is reached by the revoker role of that account', async (t) => {
    const stage = await startRevocationStage(t)
    seedRoles(stage.sandbox, [roleOf('assumed_role', roleArn), ...revokerRoles])
    const [lost, kept] = [await issueFrom(stage, roleArn), await issueFrom(stage, roleArn)]
    const here = await stage.issue('assumed_role')
    const ports = stage.ports({ revokerRoleArns })
    assert.equal((await revoke(ports, lost.lease.id)).status, 'revoked')
    assert.equal((await revoke(ports, here.lease.id)).status, 'revoked')
    const denied = [lost, here].map(({ credentials }) => credentials.accessKeyId).sort()
    assert.deepEqual(deniedKeys(stage), denied)
    assert.ok(!denied.includes(kept.credentials.accessKeyId))
  })

  test('without a revoker role is refused, and no role of the same name here is written to', async (t) => {
    const stage = await startRevocationStage(t)
    seedRoles(stage.sandbox, [roleOf('assumed_role', roleArn), ...revokerRoles])
    const { lease } = await issueFrom(stage, roleArn)
    const error = await failure(revoke(stage.ports(), lease.id))
    assert.equal(error.code, 'aws-denied')
    assert.match(error.hint ?? '', /revoker role/)
    assert.deepEqual(await denyNames(stage, 'assumed_role'), [])
  })
})

async function issueFrom(stage: RevocationStage, roleArn: string): Promise<Issuance> {
  const role = roleOf('assumed_role', roleArn)
  return await issue(stage.ports(), { role, holder: { kind: 'shell' } })
}
