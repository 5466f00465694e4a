import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { examineStore } from '../../state/doctor.ts'
import { nameOf } from '../../core/lease/lease-id.ts'
import { emptyLedger } from '../../core/revocation/deny-ledger.ts'
import { auditTrail } from '../../state/audit.ts'
import { denialStore } from '../../state/denials.ts'
import { dueKey, endedKey, roleKey } from '../../state/documents/keys.ts'
import { ROOT_KEY } from '../../state/root-key.ts'
import { secondStore } from '../../state/seconds.ts'
import { leaseStore } from '../../state/leases.ts'
import type { ObjectStore } from '../../state/objects.ts'
import { active } from '../contract/lease-store.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'

const random = (size: number) => randomBytes(size)
const leasesOf = (objects: ObjectStore) => leaseStore(objects, { clock: systemClock, random })

/** One object at least in every folder. */
async function fill(objects: ObjectStore): Promise<void> {
  const store = leaseStore(objects, { clock: systemClock, random, audit: auditTrail(objects) })
  const { lease } = await store.create(active('r'))
  await store.markStuck(lease.id)
  const target = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/a/b' } as const
  const denials = denialStore(objects, { random })
  await denials.addTombstone({ target, entry: { name: nameOf(lease.id), until: lease.expiresAt } })
  await denials.writeLedger(emptyLedger(target), undefined)
  await secondStore(objects, { random }).reserve('arn:aws:iam::123456789012:user/issuer', 1)
  for (const key of [roleKey('r'), 'static/r.json', ROOT_KEY, endedKey(lease.id)])
    await objects.put(key, '')
}

async function finding(objects: ObjectStore, name: string) {
  const found = (await examineStore(objects, random)).find((one) => one.name === name)
  assert.ok(found)
  return found
}

test('a sound store is found sound, and left as it was', async () => {
  const objects = memoryObjects()
  await fill(objects)
  const before = [...objects.stored]
  const findings = await examineStore(objects, random)
  assert.deepEqual(
    findings.map(({ status }) => status),
    ['ok', 'ok', 'ok'],
  )
  assert.deepEqual([...objects.stored], before)
})

test('a lease that no due entry leads to is found, with the way out', async () => {
  const objects = memoryObjects()
  const lease = active('r')
  await leasesOf(objects).create(lease)
  await leasesOf(objects).create(active('r'))
  await objects.remove([dueKey(lease)])
  const found = await finding(objects, 'due index')
  assert.equal(found.status, 'failed')
  assert.match(found.detail, new RegExp(lease.id))
  assert.equal(found.cure, 'revoke it')
  assert.deepEqual(found.reason, { is: 'lease-unindexed', lease: lease.id })
})

test('objects of somebody else in any folder of daypass are found, and none of its own is taken for one', async () => {
  const folders = [
    'leases',
    'ended',
    'due',
    'stuck',
    'roles',
    'audit',
    'revoked',
    'boards',
    'seconds',
    'static',
    'root',
  ]
  for (const folder of folders) {
    for (const key of [`${folder}/notes.txt`, `${folder}/a/~z`, `${folder}/`]) {
      const objects = memoryObjects()
      await objects.put(key, '')
      const found = await finding(objects, 'objects')
      assert.equal(found.status, 'failed', key)
      assert.ok(found.detail.endsWith(`e.g. "${key}"`), found.detail)
    }
  }
})

test('what the store denies is a finding with its cure, not an error', async () => {
  const objects = memoryObjects({
    before: () => {
      throw new DaypassError('state-denied', 'no', { hint: 'allow it' })
    },
  })
  const findings = await examineStore(objects, random)
  for (const { status, detail, cure } of findings) {
    assert.deepEqual({ status, detail, cure }, { status: 'failed', detail: 'no', cure: 'allow it' })
  }
  assert.equal(findings.length, 3)
})
