import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DaypassError, type ErrorCode, isDaypassError } from '../../core/errors.ts'
import { putWithNonce } from '../../state/documents/nonce.ts'
import { type MemoryOptions, memoryObjects } from '../fakes/memory-objects.ts'

const ABSENT = { absent: true } as const
const unclear = () => new DaypassError('outcome-unknown', 'no answer')

/** A hook that throws at the nth put, or at every one. */
function atPut(nth: number | 'every', error: () => Error): NonNullable<MemoryOptions['before']> {
  let puts = 0
  return ({ kind }) => {
    if (kind === 'put' && (nth === 'every' || ++puts === nth)) throw error()
  }
}

test('a write that got lost on the way is written again', async () => {
  const objects = memoryObjects({ before: atPut(1, unclear) })
  assert.notEqual(await putWithNonce(objects, 'k', 'mine', ABSENT), 'conflict')
  assert.equal(objects.stored.get('k')?.body, 'mine')
})

test('a write whose reply got lost is found, with its version', async () => {
  const objects = memoryObjects({ after: atPut(1, unclear) })
  const result = await putWithNonce(objects, 'k', 'mine', ABSENT)
  assert.deepEqual({ body: 'mine', ...(result as object) }, objects.stored.get('k'))
})

test('a conflict with one’s own write is none', async () => {
  const objects = memoryObjects()
  const first = await objects.put('k', 'mine', ABSENT)
  assert.deepEqual(await putWithNonce(objects, 'k', 'mine', ABSENT), first)
})

test('a write whose reply got lost and that was replaced since is a conflict', async () => {
  const objects = memoryObjects()
  const interfering = {
    ...objects,
    put: async (...[key, body, condition]: Parameters<typeof objects.put>) => {
      await objects.put(key, body, condition)
      await objects.put(key, 'other')
      throw unclear()
    },
  }
  assert.equal(await putWithNonce(interfering, 'k', 'mine', ABSENT), 'conflict')
})

test('writes that get lost again and again end as unknown', async () => {
  const objects = memoryObjects({ before: atPut('every', unclear) })
  await rejects(putWithNonce(objects, 'k', 'mine', ABSENT), 'outcome-unknown')
  assert.equal(objects.stored.size, 0)
})

test('a failure that is clear is thrown as it is, and nothing is tried again', async () => {
  let puts = 0
  const objects = memoryObjects({
    before: ({ kind }) => {
      if (kind === 'put') puts++
      throw new DaypassError('state-denied', 'no')
    },
  })
  await rejects(putWithNonce(objects, 'k', 'mine', ABSENT), 'state-denied')
  assert.equal(puts, 1)
})

test('when the key cannot be read after a conflict, the outcome is unknown', async () => {
  const objects = memoryObjects({
    before: ({ kind }) => {
      if (kind === 'get') throw new DaypassError('state-unavailable', 'no')
    },
  })
  await objects.put('k', 'other')
  await rejects(putWithNonce(objects, 'k', 'mine', ABSENT), 'outcome-unknown')
})

async function rejects(work: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(work, (error) => isDaypassError(error, code))
}
