import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DaypassError } from '../../core/errors.ts'
import { inParallel } from '../../core/language/in-parallel.ts'
import { mergeSorted } from '../../state/merge-sorted.ts'
import { strayKeys } from '../../state/stray-keys.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { projectFiles, root } from '../support/source-files.ts'

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

test('when one folder of the store cannot be listed, the lists of the others are waited for', async () => {
  let underWay = 0
  const stored = memoryObjects()
  async function* list(prefix = ''): AsyncGenerator<string> {
    if (prefix === 'due/') throw new DaypassError('state-denied', 'due/ may not be listed')
    underWay++
    await new Promise((resolve) => setImmediate(resolve))
    underWay--
    yield* []
  }
  await assert.rejects(strayKeys({ ...stored, list }), { code: 'state-denied' })
  assert.equal(underWay, 0)
})

test('in core, aws, state and assembly nothing goes on when something beside it has failed', () => {
  const places = ['core', 'aws', 'state', 'assembly'].flatMap((folder) => projectFiles(folder))
  const loose = places.filter((path) =>
    /\bPromise\.(?:all|any)\(/.test(readFileSync(join(root, path), 'utf8')),
  )
  assert.deepEqual(loose, ['core/language/in-parallel.ts'])
})
