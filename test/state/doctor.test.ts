import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { examineStore } from '../../state/doctor.ts'
import { dueKey } from '../../state/documents/keys.ts'
import { leaseStore } from '../../state/leases.ts'
import type { ObjectStore } from '../../state/objects.ts'
import { active } from '../contract/lease-store.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'

const random = (size: number) => randomBytes(size)
const leasesOf = (objects: ObjectStore) => leaseStore(objects, { clock: systemClock, random })

async function finding(objects: ObjectStore, name: string) {
  const found = (await examineStore(objects, random)).find((one) => one.name === name)
  assert.ok(found)
  return found
}

test('a sound store is found sound, and left as it was', async () => {
  const objects = memoryObjects()
  await leasesOf(objects).create(active('r'))
  const before = [...objects.stored]
  const findings = await examineStore(objects, random)
  assert.deepEqual(
    findings.map(({ status }) => status),
    ['ok', 'ok'],
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

test('objects of somebody else are found', async () => {
  const objects = memoryObjects()
  await objects.put('due/notes.txt', '')
  const found = await finding(objects, 'due index')
  assert.equal(found.status, 'failed')
  assert.match(found.detail, /due\/notes\.txt/)
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
  assert.equal(findings.length, 2)
})
