import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { STORE_KEY } from '../../state/documents/keys.ts'
import { readiness } from '../../state/ready.ts'
import type { Condition, ObjectStore } from '../../state/objects.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'

const ports = { clock: systemClock, random: (size: number) => randomBytes(size) }

/** A store that takes a condition for another one. */
function careless(
  heed: (
    condition: Condition | undefined,
    key: string,
    objects: ObjectStore,
  ) => Condition | undefined,
): ObjectStore & { readonly stored: ReadonlyMap<string, unknown> } {
  const objects = memoryObjects()
  return {
    ...objects,
    put: async (key, body, condition) =>
      await objects.put(key, body, heed(condition, key, objects)),
  }
}

const unsafe: [what: string, objects: ReturnType<typeof careless>, ignored: RegExp][] = [
  ['ignores all conditions', careless(() => undefined), /ignores If-None-Match/],
  [
    'ignores If-None-Match',
    careless((condition) => (condition && 'absent' in condition ? undefined : condition)),
    /ignores If-None-Match/,
  ],
  [
    'ignores If-Match',
    careless((condition) => (condition && 'version' in condition ? undefined : condition)),
    /ignores If-Match: it overwrote a newer version/,
  ],
  [
    'refuses every If-Match',
    careless((condition) => (condition && 'version' in condition ? { version: 'x' } : condition)),
    /refuses If-Match with the version that it has just given/,
  ],
]
for (const [what, objects, ignored] of unsafe) {
  test(`a store that ${what} is refused every time and keeps nothing`, async () => {
    const check = readiness(objects, ports)
    for (let attempt = 0; attempt < 3; attempt++) {
      await assert.rejects(
        check(),
        (error) => isDaypassError(error, 'state-unsafe') && ignored.test(error.message),
      )
      assert.deepEqual([...objects.stored.keys()], [])
    }
  })
}

test('a store that writes over a removed object as if it were there is refused', async () => {
  const objects = memoryObjects()
  const careless: ObjectStore = {
    ...objects,
    put: async (key, body, condition) =>
      await objects.put(key, body, (await objects.get(key)) === undefined ? undefined : condition),
  }
  await assert.rejects(
    readiness(careless, ports)(),
    (error) => isDaypassError(error, 'state-unsafe') && error.message.includes('was removed'),
  )
})

test('a good store keeps the proof and nothing else', async () => {
  const objects = memoryObjects()
  await readiness(objects, ports)()
  assert.deepEqual([...objects.stored.keys()], [STORE_KEY])
})

test('the proof is asked for once, and again after a failure', async () => {
  let puts = 0
  let failing = true
  const objects = memoryObjects({
    before: ({ kind }) => {
      if (kind === 'put') puts++
      if (failing) throw new Error('no connection')
    },
  })
  const check = readiness(objects, ports)
  await assert.rejects(check(), /no connection/)
  failing = false
  await Promise.all([check(), check()])
  const proven = puts
  await check()
  assert.equal(puts, proven)
})

test('a store that two prove at once is proven', async () => {
  const objects = memoryObjects({ before: () => Promise.resolve() })
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      await readiness(objects, ports)()
    }),
  )
  assert.ok(objects.stored.has(STORE_KEY))
  assert.equal(objects.stored.size, 1)
})
