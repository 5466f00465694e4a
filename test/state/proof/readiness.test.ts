import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../../core/clock.ts'
import { DaypassError, isDaypassError } from '../../../core/errors.ts'
import { STORE_KEY } from '../../../state/documents/keys.ts'
import type { Condition, ObjectStore } from '../../../state/objects.ts'
import { readiness } from '../../../state/proof/readiness.ts'
import { type MemoryObjects, memoryObjects } from '../../fakes/memory-objects.ts'

const ports = { clock: systemClock, random: (size: number) => randomBytes(size) }

/** A store that takes a condition for another one. */
function careless(heed: (condition: Condition) => Condition | undefined): MemoryObjects {
  const objects = memoryObjects()
  return {
    ...objects,
    put: async (key, body, condition) => await objects.put(key, body, condition && heed(condition)),
  }
}

/** A store that looks first and writes later, one writer beside the other. */
function unlocked(isOpen: (condition: Condition) => boolean): MemoryObjects {
  const objects = memoryObjects()
  return {
    ...objects,
    put: async (key, body, condition) => {
      if (condition === undefined || !isOpen(condition)) {
        return await objects.put(key, body, condition)
      }
      const found = objects.stored.get(key)
      const holds = 'absent' in condition ? !found : found?.version === condition.version
      await delay(2)
      return holds ? await objects.put(key, body) : 'conflict'
    },
  }
}

const isCreate = (condition: Condition): boolean => 'absent' in condition

/** A store that keeps its promises but for what is given. */
function but(changed: (objects: MemoryObjects) => Partial<ObjectStore>): MemoryObjects {
  const objects = memoryObjects()
  return { ...objects, ...changed(objects) }
}

async function* inOrder(objects: MemoryObjects, prefix: string): AsyncGenerator<string> {
  const keys = [...objects.stored.keys()].filter((key) => key.startsWith(prefix))
  yield* await Promise.resolve(keys.sort((a, b) => a.localeCompare(b)))
}

const unsafe: [what: string, objects: MemoryObjects, says: RegExp][] = [
  ['ignores all conditions', careless(() => undefined), /ignores If-None-Match/],
  [
    'ignores If-None-Match',
    careless((condition) => (isCreate(condition) ? undefined : condition)),
    /ignores If-None-Match/,
  ],
  [
    'ignores If-Match',
    careless((condition) => (isCreate(condition) ? condition : undefined)),
    /ignores If-Match: it overwrote a newer version/,
  ],
  [
    'refuses every If-Match',
    careless((condition) => (isCreate(condition) ? condition : { version: 'x' })),
    /refuses If-Match with the version that it has just given/,
  ],
  [
    'has no lock for those who create',
    unlocked(isCreate),
    /lets several writers create one object at once/,
  ],
  [
    'has no lock for those who replace',
    unlocked((condition) => !isCreate(condition)),
    /lets several writers replace one version at once/,
  ],
  [
    'lists as a dictionary does',
    but((objects) => ({ list: (prefix) => inOrder(objects, prefix) })),
    /does not list keys in byte order/,
  ],
  [
    'does not heed start-after',
    but((objects) => ({ list: (prefix) => objects.list(prefix) })),
    /lists keys before start-after/,
  ],
]
for (const [what, objects, says] of unsafe) {
  test(`a store that ${what} is refused every time and keeps nothing`, async () => {
    const fit = readiness(objects, ports)
    const check = async () => {
      await fit.ready()
    }
    for (let attempt = 0; attempt < 3; attempt++) {
      await assert.rejects(
        check(),
        (error) => isDaypassError(error, 'state-unsafe') && says.test(error.message),
      )
      assert.deepEqual([...objects.stored.keys()], [])
    }
  })
}

test('a store that writes over a removed object as if it were there is refused', async () => {
  const objects = memoryObjects()
  const removed = new Set<string>()
  const overMarkers: ObjectStore = {
    ...objects,
    remove: async (keys) => {
      for (const key of keys) removed.add(key)
      await objects.remove(keys)
    },
    put: async (key, body, condition) =>
      await objects.put(key, body, removed.has(key) ? undefined : condition),
  }
  await assert.rejects(
    readiness(overMarkers, ports).ready(),
    (error) => isDaypassError(error, 'state-unsafe') && error.message.includes('was removed'),
  )
})

test('a store that removes one alone of many is refused', async () => {
  const objects = but((inside) => ({
    remove: async (keys) => {
      await inside.remove(keys.slice(0, 1))
    },
  }))
  await assert.rejects(
    readiness(objects, ports).ready(),
    (error) => isDaypassError(error, 'state-unsafe') && error.message.includes('does not remove'),
  )
  assert.ok(!objects.stored.has(STORE_KEY))
})

test('a good store keeps the proof and nothing else, and is asked for it with one request', async () => {
  const seen: string[] = []
  const objects = memoryObjects({ before: ({ kind }) => void seen.push(kind) })
  await readiness(objects, ports).ready()
  assert.deepEqual([...objects.stored.keys()], [STORE_KEY])
  seen.length = 0
  await readiness(objects, ports).ready()
  assert.deepEqual(seen, ['get'])
})

test('a copy of the bucket at another place is proven for itself', async () => {
  const objects = memoryObjects()
  await readiness(objects, ports).ready()
  const copy = { ...unlocked(isCreate), place: 's3://copy?endpoint=https://elsewhere' }
  await copy.put(STORE_KEY, objects.stored.get(STORE_KEY)?.body ?? '')
  await assert.rejects(readiness(copy, ports).ready(), (error) =>
    isDaypassError(error, 'state-unsafe'),
  )
})

test('what stands in store.json and is no proof of now is no proof', async () => {
  for (const body of [
    '',
    '{}',
    'x',
    '{"version":1,"nonce":"n","created_at":"2026-11-01T00:00:00Z"}',
  ]) {
    const objects = unlocked(isCreate)
    await objects.put(STORE_KEY, body)
    await assert.rejects(
      readiness(objects, ports).ready(),
      (error) => isDaypassError(error, 'state-unsafe'),
      body,
    )
  }
})

test('a start that dies at any request of the probe leaves no proof behind', async () => {
  for (let dies = 1; ; dies++) {
    let requests = 0
    const objects = unlocked(isCreate)
    const dying = mortal(objects, () => ++requests >= dies)
    const lived = await readiness(dying, ports)
      .ready()
      .then(
        () => true,
        (error: unknown) => isDaypassError(error, 'state-unsafe'),
      )
    assert.ok(!objects.stored.has(STORE_KEY), `after ${dies} requests`)
    if (lived) break
  }
})

/** A store whose process is gone from some request on: nothing that it asks for takes effect. */
function mortal(objects: ObjectStore, isGone: () => boolean): ObjectStore {
  const alive = (): void => {
    if (isGone()) throw new DaypassError('state-unavailable', 'the process is gone')
  }
  return {
    ...objects,
    get: async (key) => {
      alive()
      return await objects.get(key)
    },
    put: async (key, body, condition) => {
      alive()
      return await objects.put(key, body, condition)
    },
    remove: async (keys) => {
      alive()
      await objects.remove(keys)
    },
  }
}

test('a first write whose reply is lost and that is repeated proves a store that honours conditions', async () => {
  const objects = memoryObjects()
  const repeating: ObjectStore = {
    ...objects,
    put: async (key, body, condition) => {
      const first = await objects.put(key, body, condition)
      return condition && isCreate(condition) ? await objects.put(key, body, condition) : first
    },
  }
  await readiness(repeating, ports).ready()
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
  const fit = readiness(objects, ports)
  const check = async () => {
    await fit.ready()
  }
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
      await readiness(objects, ports).ready()
    }),
  )
  assert.ok(objects.stored.has(STORE_KEY))
  assert.equal(objects.stored.size, 1)
})
