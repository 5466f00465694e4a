import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inParallel } from '../../core/language/in-parallel.ts'
import { mergeSorted } from '../../state/merge-sorted.ts'

test('when the items fail, what is under way is waited for', async () => {
  let done = 0
  let finish = (): void => undefined
  const working = new Promise<void>((resolve) => {
    finish = resolve
  })
  async function* items() {
    yield 1
    await Promise.resolve()
    setImmediate(finish)
    throw new Error('listing failed')
  }
  await assert.rejects(
    inParallel(items(), 4, async () => {
      await working
      done++
    }),
    /listing failed/,
  )
  assert.equal(done, 1)
})

test('when one of several listings fails, the others are waited for', async () => {
  let answered = false
  async function* slow() {
    await new Promise((resolve) => setImmediate(resolve))
    answered = true
    yield 1
  }
  async function* broken(): AsyncGenerator<number> {
    await Promise.reject(new Error('one shard failed'))
    yield 0
  }
  await assert.rejects(async () => {
    for await (const one of mergeSorted([broken(), slow()], (a, b) => a - b)) assert.fail(`${one}`)
  }, /one shard failed/)
  assert.ok(answered)
})
