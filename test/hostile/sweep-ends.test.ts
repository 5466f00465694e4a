import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDaypassError } from '../../core/errors.ts'
import { sweep } from '../../core/sweep.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { coreWorld } from '../core/world.ts'
import { strayKeys } from './stray-keys.ts'

/** A store that has had enough: what goes on past so many requests would go on for ever. */
function patientStore(requestsMax: number) {
  let requests = 0
  return memoryObjects({
    pageSize: 3,
    before: () => {
      if (++requests > requestsMax) throw new Error(`no end after ${requestsMax} requests`)
    },
  })
}

test('one object beside the tombstones does not keep a sweep from its end', async () => {
  for (const key of ['revoked/a/~z', 'revoked/a/~', 'revoked/~/~~', 'revoked/a', 'revoked//']) {
    const objects = patientStore(100)
    await objects.put(key, '')
    const { ports } = coreWorld({ objects })
    assert.deepEqual((await sweep(ports)).denials, [], key)
  }
})

test('whatever keys somebody writes, a sweep ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(strayKeys, { maxLength: 30 }), async (keys) => {
      const objects = patientStore(3000)
      for (const key of keys) await objects.put(key, '')
      const { ports } = coreWorld({ objects })
      await sweep(ports, { full: true }).catch((error: unknown) => {
        if (!isDaypassError(error)) throw error
      })
    }),
    { numRuns: 300 },
  )
})
