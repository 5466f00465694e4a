import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { secondsAfter, systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { claim, end } from '../../core/lease.ts'
import { STORE_KEY, dueKey, liveKey } from '../../state/keys.ts'
import { leaseStore } from '../../state/leases.ts'
import { type MemoryObjects, type ObjectOperation, memoryObjects } from '../fakes/memory-objects.ts'
import { active, all, pending } from '../contract/lease-store.ts'

const ports = { clock: systemClock, random: (size: number) => randomBytes(size) }
const START = new Date('2026-11-21T09:30:00Z')

/** A store whose process dies at its nth operation, before or after it takes effect. */
function mortal(store: MemoryObjects, nth: number, when: 'before' | 'after') {
  let operations = 0
  const step = (hook: 'before' | 'after') => {
    if (hook === 'before') operations++
    if (operations > nth || (operations === nth && hook === when)) throw new Error('died')
  }
  return {
    operations: () => operations,
    objects: relay(store, () => { step('before') }, () => { step('after') }),
  }
}
