import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { secondsAfter, systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { LeaseStore } from '../../core/lease/lease-store.ts'
import { claim, end, postpone } from '../../core/lease/lease.ts'
import { dueKey, endedKey, liveKey } from '../../state/documents/keys.ts'
import { leaseStore } from '../../state/leases.ts'
import { active, all, pending } from '../contract/lease-store.ts'
import { type MemoryObjects, type ObjectOperation, memoryObjects } from '../fakes/memory-objects.ts'

const ports = { clock: systemClock, random: (size: number) => randomBytes(size) }
const START = new Date('2026-11-21T09:30:00Z')

class Death extends Error {}

/** Objects whose user dies at the nth operation from the last `dieAt`. */
interface Mortal {
  readonly objects: MemoryObjects
  readonly leases: LeaseStore
  dieAt(nth: number, when: 'before' | 'after'): void
}

function mortal(): Mortal {
  let left = Infinity
  let fatal: 'before' | 'after' = 'before'
  const step = (hook: 'before' | 'after'): void => {
    if (hook === 'before') left--
    if (left < 0 || (left === 0 && hook === fatal)) throw new Death()
  }
  const objects = memoryObjects({
    before: () => {
      step('before')
    },
    after: () => {
      step('after')
    },
  })
  return {
    objects,
    leases: leaseStore(objects, ports),
    dieAt: (nth, when) => {
      left = nth
      fatal = when
    },
  }
}

/** Lets a piece of work die at each of its operations, before and after its effect, until one survives. */
async function atEveryDeath(
  piece: (world: Mortal, die: () => void) => Promise<void>,
  check: (world: Mortal) => void | Promise<void>,
): Promise<number> {
  for (let nth = 1; ; nth++) {
    let survived = false
    for (const when of ['before', 'after'] as const) {
      const world = mortal()
      try {
        await piece(world, () => {
          world.dieAt(nth, when)
        })
        survived = true
      } catch (error) {
        if (!(error instanceof Death)) throw error
      }
      world.dieAt(Infinity, when)
      await check(world)
    }
    if (survived) return nth
  }
}

test('wherever create dies, nobody is told that the lease is there unless its entries are', async () => {
  const lease = pending('r')
  await atEveryDeath(
    async ({ leases, objects: { stored } }, die) => {
      die()
      await leases.create(lease)
      for (const dueAt of [lease.dueAt, lease.expiresAt]) {
        assert.ok(stored.has(dueKey({ id: lease.id, dueAt })), 'an entry is missing')
      }
    },
    () => undefined,
  )
})

test('wherever replace dies, an entry stands from which the sweep comes to the lease', async () => {
  const lease = active('r')
  const claimed = claim(lease, 'requested', START)
  const later = postpone(claimed, 'no luck', secondsAfter(START, 30_000))
  for (const next of [claimed, later]) {
    await atEveryDeath(
      async ({ leases }, die) => {
        const stored = await leases.create(lease)
        die()
        await leases.replace(stored, next)
      },
      ({ objects: { stored } }) => {
        assert.ok(stored.has(dueKey(lease)))
      },
    )
  }
})

test('wherever end dies, the lease is live and due, or its record stands; and it can be ended again', async () => {
  const lease = claim(pending('r'), 'requested', START)
  const ended = end(lease, 'revoked', 'requested', START)
  const due = [lease.dueAt, lease.expiresAt].map((dueAt) => ({ id: lease.id, dueAt }))
  await atEveryDeath(
    async ({ leases }, die) => {
      await leases.create(lease)
      die()
      await leases.end(lease, ended, due)
    },
    async ({ objects: { stored }, leases }) => {
      if (stored.has(liveKey(lease.id))) assert.ok(stored.has(dueKey(lease)))
      else assert.ok(stored.has(endedKey(lease.id)))
      await leases.end(lease, ended, due)
      assert.deepEqual([...stored.keys()], [endedKey(lease.id)])
    },
  )
})

test('wherever withdraw dies, a lease that stands has its due entry', async () => {
  const lease = pending('r')
  await atEveryDeath(
    async ({ leases }, die) => {
      await leases.create(lease)
      die()
      await leases.withdraw(lease)
    },
    ({ objects: { stored } }) => {
      if (stored.has(liveKey(lease.id))) assert.ok(stored.has(dueKey(lease)))
    },
  )
})

test('one sweep a day is a full one', async () => {
  const objects = memoryObjects()
  const begin = async (hours: number) =>
    await leaseStore(objects, ports).beginFullSweep(secondsAfter(START, hours * 3600))
  const winners = async (hours: number) => {
    const began = await Promise.all(Array.from({ length: 10 }, async () => await begin(hours)))
    return began.filter(Boolean).length
  }
  assert.deepEqual(
    [await winners(0), await winners(23), await winners(24), await winners(25)],
    [1, 0, 1, 0],
  )
})

test('what is due is found without reading further, however many leases live', async () => {
  const listed: ObjectOperation[] = []
  const objects = memoryObjects({
    pageSize: 100,
    before: (operation) => {
      if (operation.kind === 'list') listed.push(operation)
    },
  })
  const leases = leaseStore(objects, ports)
  for (let n = 0; n < 2000; n++) {
    await leases.putDue({ ...active('r'), dueAt: secondsAfter(START, n) })
  }
  const first = await all(leases.due(secondsAfter(START, 9)))
  assert.equal(first.length, 10)
  assert.deepEqual(
    first.map(({ dueAt }) => dueAt.getTime()),
    first.map((_, n) => secondsAfter(START, n).getTime()),
  )
  // One page of each of the sixteen shards.
  assert.equal(listed.length, 16)
  assert.equal((await all(leases.due(secondsAfter(START, 250)))).length, 251)
  assert.equal(listed.length, 32)
})

test('a count reads no further than its limit', async () => {
  const listed: ObjectOperation[] = []
  const objects = memoryObjects({
    pageSize: 10,
    before: (operation) => {
      if (operation.kind === 'list') listed.push(operation)
    },
  })
  const leases = leaseStore(objects, ports)
  for (let n = 0; n < 100; n++) await leases.create(active('r'))
  assert.equal(await leases.count('r', 5), 5)
  assert.equal(listed.length, 1)
})

test('a list reads sixteen documents at once and no more', async () => {
  let now = 0
  let most = 0
  const objects = memoryObjects({
    before: async (operation) => {
      if (operation.kind !== 'get') return
      most = Math.max(most, ++now)
      await new Promise((resolve) => setImmediate(resolve))
    },
    after: (operation) => {
      if (operation.kind === 'get') now--
    },
  })
  const leases = leaseStore(objects, ports)
  for (let n = 0; n < 100; n++) await leases.create(active('r'))
  assert.equal((await all(leases.list())).length, 100)
  assert.equal(most, 16)
})

test('a due entry is never earlier than its lease, and less than a second later', async () => {
  const leases = leaseStore(memoryObjects(), ports)
  for (const milliseconds of [0, 1, 999]) {
    const lease = { ...active('r'), dueAt: new Date(START.getTime() + milliseconds) }
    await leases.putDue(lease)
    const [entry] = await all(leases.due(secondsAfter(START, 1)))
    assert.ok(entry)
    const later = entry.dueAt.getTime() - lease.dueAt.getTime()
    assert.ok(later >= 0 && later < 1000)
    await leases.dropDue([lease])
    assert.deepEqual(await all(leases.due(secondsAfter(START, 1))), [])
  }
})

test('objects of somebody else are passed over', async () => {
  const objects = memoryObjects()
  const leases = leaseStore(objects, ports)
  const lease = active('r')
  await leases.create(lease)
  const own = lease.id.slice(2)
  for (const key of [
    'due/',
    'due/x',
    'due/4/00000000001/r',
    'due/4/1/r/4cZkq2TzWq0bXyN8rPdU1a',
    'due/4/00000000001/r/s/4cZkq2TzWq0bXyN8rPdU1a',
    'due/5/00000000001/r/4cZkq2TzWq0bXyN8rPdU1a',
    'due/00000000001/r/4cZkq2TzWq0bXyN8rPdU1a',
    'leases/r/notes.txt',
    'leases/r/short.json',
    'leases/.hidden/4cZkq2TzWq0bXyN8rPdU1a.json',
    'stuck/README',
    `stuck/r/${own}.json`,
  ]) {
    await objects.put(key, 'not ours')
  }
  assert.deepEqual(await all(leases.due(new Date('2100-01-01T00:00:00Z'))), [
    { id: lease.id, dueAt: lease.dueAt },
  ])
  assert.deepEqual(await all(leases.list()), [lease])
  assert.deepEqual(await all(leases.stuck()), [])
  assert.equal(await leases.count('r', 10), 1)
})

test('a lease that cannot be understood is told by its key, in reads and lists', async () => {
  const objects = memoryObjects()
  const leases = leaseStore(objects, ports)
  const lease = active('r')
  await leases.create(lease)
  await objects.put(liveKey(lease.id), '{"version": 7}')
  for (const work of [() => leases.read(lease.id), () => all(leases.list())]) {
    await assert.rejects(
      work(),
      (error) =>
        isDaypassError(error, 'state-invalid') &&
        error.message.includes(liveKey(lease.id)) &&
        error.message.includes('newer daypass'),
    )
  }
})
