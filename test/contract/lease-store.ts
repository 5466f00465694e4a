import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { secondsAfter } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { newLeaseId } from '../../core/lease/lease-id.ts'
import type { ActiveLease, LiveLease, PendingLease, RevokingLease } from '../../core/lease/lease.ts'
import { STUCK_AFTER_ATTEMPTS, activate, claim, end } from '../../core/lease/lease.ts'
import type { DueEntry, LeaseStore } from '../../core/lease/lease-store.ts'

/** How a lease store is tested: in a place of its own, which may be shared by the tests. */
export interface LeaseStoreUnderTest {
  readonly name: string
  /** The store, as a process of its own would open it. */
  readonly open: () => LeaseStore
  readonly skip?: string | false
  /** Whether one of several who write at once wins, every time; true when absent. */
  readonly hasLock?: boolean
}

/** A time that no other test uses: the due index is shared. */
const START = new Date('2026-11-21T09:30:00Z')

/** What every {@link LeaseStore} promises. */
export function testLeaseStore({
  name,
  open,
  skip = false,
  hasLock = true,
}: LeaseStoreUnderTest): void {
  const check = (
    title: string,
    body: (leases: LeaseStore, role: string) => Promise<void>,
  ): void => {
    const role = `role-${randomBytes(4).toString('hex')}`
    test(`${name}: ${title}`, { skip }, async () => {
      const leases = open()
      await body(leases, role)
      assert.deepEqual(await all(leases.list(role)), [], 'a lease is left')
      assert.deepEqual(await dueOf(leases, role), [], 'a due entry is left')
    })
  }

  check('a lease is read as it was created, and is due when it says', async (leases, role) => {
    const lease = pending(role)
    const stored = await leases.create(lease)
    assert.deepEqual(stored.lease, lease)
    assert.deepEqual(await leases.read(lease.id), stored)
    assert.deepEqual(await all(leases.list(role)), [lease])
    assert.equal(await leases.count(role, 10), 1)
    assert.deepEqual(await dueOf(leases, role), [lease.dueAt, lease.expiresAt])
    await leases.withdraw(lease)
    assert.equal(await leases.read(lease.id), undefined)
  })

  check('a lease is not created twice', async (leases, role) => {
    const lease = pending(role)
    await leases.create(lease)
    await rejectsWith('lease-conflict', leases.create(lease))
    await leases.withdraw(lease)
  })

  check('a lease is replaced only as it was read', async (leases, role) => {
    const first = await leases.create(pending(role))
    const active = activate(first.lease, { ...first.lease.principal })
    const second = await leases.replace(first, active, { keepDue: true })
    assert.deepEqual(await leases.read(active.id), second)
    await rejectsWith('lease-conflict', leases.replace(first, active, { keepDue: true }))
    const later = {
      ...active,
      expiresAt: secondsAfter(START, 9999),
      dueAt: secondsAfter(START, 9999),
    }
    await leases.replace(second, later)
    assert.deepEqual(await dueOf(leases, role), [first.lease.dueAt, active.dueAt, later.dueAt])
    await leases.dropDue([{ id: later.id, dueAt: first.lease.dueAt }, dueEntry(active)])
    await leases.dropDue([dueEntry(active)])
    assert.deepEqual(await dueOf(leases, role), [later.dueAt])
    await leases.withdraw(later)
  })

  check(
    'a lease whose entry was spared gets it later, for the same time too',
    async (leases, role) => {
      const first = await leases.create(active(role))
      const claimed = claim(first.lease, 'requested', START)
      const second = await leases.replace(first, claimed, { keepDue: true })
      assert.deepEqual(await dueOf(leases, role), [first.lease.dueAt])
      await leases.replace(second, { ...claimed, claimed: false })
      assert.deepEqual(await dueOf(leases, role), [claimed.dueAt, first.lease.dueAt])
      await leases.dropDue([dueEntry(claimed)])
      await leases.withdraw(first.lease)
    },
  )

  check('an ended lease leaves its record and nothing else', async (leases, role) => {
    const stored = await leases.create(pending(role))
    const revoking = await leases.replace(stored, claim(stored.lease, 'requested', START))
    const ended = end(revoking.lease, 'revoked', 'requested', START)
    const entries = [dueEntry(stored.lease), dueEntry(revoking.lease), endEntry(stored.lease)]
    assert.deepEqual(await leases.end(revoking.lease, ended, entries), { isFirst: true })
    assert.deepEqual(await leases.read(ended.id), ended)
    const late = end(revoking.lease, 'expired', 'expired', secondsAfter(START, 1))
    assert.deepEqual(await leases.end(revoking.lease, late, entries), { isFirst: false })
    assert.deepEqual(await leases.read(ended.id), ended)
    await rejectsWith('lease-conflict', leases.replace(revoking, revoking.lease, { keepDue: true }))
  })

  check('of ten who end a lease at once one writes the record', async (leases, role) => {
    const { lease } = await leases.create(pending(role))
    const ended = end(lease, 'expired', 'expired', START)
    const entries = [dueEntry(lease), endEntry(lease)]
    const first = await Promise.all(
      Array.from({ length: 10 }, async () => await open().end(lease, ended, entries)),
    )
    assert.equal(first.filter(({ isFirst }) => isFirst).length, 1)
  })

  check('of ten who claim a lease at once one gets it', async (leases, role) => {
    const stored = await leases.create(pending(role))
    const claims = await Promise.allSettled(
      Array.from({ length: 10 }, async () => {
        const claimed = claim(stored.lease, 'requested', START)
        return await open().replace(stored, claimed, { keepDue: true })
      }),
    )
    assert.equal(claims.filter(({ status }) => status === 'fulfilled').length, 1)
    await leases.withdraw(stored.lease)
  })

  check('due entries come in order of time, up to a time', async (leases, role) => {
    const dues = [30, 3, 300, 4000, 40].map((seconds) => secondsAfter(START, seconds))
    const made = dues.map((dueAt) => ({ ...active(role), dueAt, expiresAt: dueAt }))
    await Promise.all(made.map(async (lease) => await leases.create(lease)))
    const sorted = dues.toSorted((a, b) => a.getTime() - b.getTime())
    assert.deepEqual(await dueOf(leases, role), sorted)
    assert.deepEqual(await dueOf(leases, role, secondsAfter(START, 40)), sorted.slice(0, 3))
    assert.deepEqual(await dueOf(leases, role, secondsAfter(START, 39)), sorted.slice(0, 2))
    await Promise.all(
      made.map(async (lease) => {
        await leases.withdraw(lease)
      }),
    )
  })

  check(
    'leases of a role are counted up to a limit, and those of no other',
    async (leases, role) => {
      const made = [active(role), active(role), active(role), active(`${role}-x`)]
      await Promise.all(made.map(async (lease) => await leases.create(lease)))
      const counts = [0, 1, 2, 3, 4].map(async (limit) => await leases.count(role, limit))
      assert.deepEqual(await Promise.all(counts), [0, 1, 2, 3, 3])
      const ids = (await all(leases.list())).map(({ id }) => id)
      assert.ok(made.every(({ id }) => ids.includes(id)))
      await Promise.all(
        made.map(async (lease) => {
          await leases.withdraw(lease)
        }),
      )
    },
  )

  check('a lease marked stuck is shown until it ends', async (leases, role) => {
    const stored = await leases.create(pending(role))
    const claimed: RevokingLease = {
      ...claim(stored.lease, 'requested', START),
      attempts: STUCK_AFTER_ATTEMPTS,
    }
    await leases.markStuck(claimed.id)
    await leases.markStuck(claimed.id)
    assert.ok((await all(leases.stuck())).includes(claimed.id))
    const ended = end(claimed, 'revoked', 'requested', START)
    await leases.end(claimed, ended, [dueEntry(stored.lease), endEntry(stored.lease)])
    assert.ok(!(await all(leases.stuck())).includes(claimed.id))
  })

  if (!hasLock) return
  check('the store proves itself fit, again and again', async (leases) => {
    await leases.ready()
    await leases.ready()
    await open().ready()
  })
}

/** All that an iterable yields. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found = []
  for await (const item of items) found.push(item)
  return found
}

/** A pending lease, due before it expires. */
export function pending(role: string): PendingLease {
  return { ...active(role), status: 'pending', dueAt: secondsAfter(START, 300) }
}

/** An active lease, due when it expires. */
export function active(role: string): ActiveLease {
  const expiresAt = secondsAfter(START, 3600)
  return {
    id: newLeaseId(role, randomBytes),
    role,
    status: 'active',
    credentialType: 'iam_user',
    holder: { kind: 'shell', user: 'ann', host: 'laptop' },
    principal: { type: 'iam_user', userName: 'daypass-x', userPath: '/daypass/' },
    issuedAt: START,
    expiresAt,
    maxExpiresAt: secondsAfter(START, 7200),
    dueAt: expiresAt,
  }
}

function dueEntry({ id, dueAt }: LiveLease): DueEntry {
  return { id, dueAt }
}

function endEntry({ id, expiresAt }: LiveLease): DueEntry {
  return { id, dueAt: expiresAt }
}

async function dueOf(leases: LeaseStore, role: string, until = secondsAfter(START, 1e6)) {
  const entries = await all(leases.due(until))
  return entries.filter(({ id }) => id.startsWith(`${role}/`)).map(({ dueAt }) => dueAt)
}

async function rejectsWith(code: 'lease-conflict', work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => isDaypassError(error, code))
}
