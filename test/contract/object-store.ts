import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { DaypassError } from '../../core/errors.ts'
import { putWithNonce } from '../../state/documents/nonce.ts'
import type { ObjectStore } from '../../state/objects.ts'

/** How a store is tested; each test has a part of the key space for itself. */
export interface ObjectStoreUnderTest {
  readonly name: string
  /** The store, as a writer of its own would open it. */
  readonly open: () => ObjectStore
  /** Reason to skip everything, when the server is not there. */
  readonly skip?: string | false
  /** Rounds of every race, default 10; with 0 nothing is raced: the server is known to have no lock. */
  readonly rounds?: number
  /** False for a server that is known to remove whatever version there is. */
  readonly removesVersions?: boolean
}

const WRITERS = 50

/** What every {@link ObjectStore} promises. */
export function testObjectStore({
  name,
  open,
  skip = false,
  rounds = 10,
  removesVersions = true,
}: ObjectStoreUnderTest): void {
  const check: Check = (title, body) => {
    test(`${name}: ${title}`, { skip }, async () => {
      const objects = open()
      const at = `t-${randomUUID()}/`
      await body(objects, at)
      await objects.remove(await keysOf(objects.list(at)))
      assert.deepEqual(await keysOf(objects.list(at)), [])
    })
  }

  check('what was written is read back as it was', async (objects, at) => {
    for (const body of ['', '{}', 'grün 🔑\r\n\0end\n', 'x'.repeat(200_000)]) {
      const written = await objects.put(`${at}a`, body)
      assert.notEqual(written, 'conflict')
      assert.deepEqual(await objects.get(`${at}a`), { body, ...(written as object) })
    }
    assert.equal(await objects.get(`${at}b`), undefined)
  })

  check('an object is created only where there is none', async (objects, at) => {
    const first = await objects.put(`${at}a`, '1', { absent: true })
    assert.notEqual(first, 'conflict')
    assert.equal(await objects.put(`${at}a`, '2', { absent: true }), 'conflict')
    assert.equal((await objects.get(`${at}a`))?.body, '1')
  })

  check('an object is replaced only in the version that was read', async (objects, at) => {
    const first = written(await objects.put(`${at}a`, '1'))
    const second = written(await objects.put(`${at}a`, '2', first))
    assert.notEqual(first.version, second.version)
    assert.equal(await objects.put(`${at}a`, '3', first), 'conflict')
    const third = written(await objects.put(`${at}a`, '3'))
    assert.equal(await objects.put(`${at}a`, '4', second), 'conflict')
    assert.deepEqual(await objects.get(`${at}a`), { body: '3', ...third })
  })

  check('a version of an object that was removed is worth nothing', async (objects, at) => {
    const first = written(await objects.put(`${at}a`, '1'))
    await objects.remove([`${at}a`])
    assert.equal(await objects.get(`${at}a`), undefined)
    assert.equal(await objects.put(`${at}a`, '2', first), 'conflict')
    const again = written(await objects.put(`${at}a`, '3', { absent: true }))
    assert.equal(await objects.put(`${at}a`, '4', first), 'conflict')
    assert.deepEqual(await objects.get(`${at}a`), { body: '3', ...again })
  })

  check(
    'an object that was written anew is not removed in its older version',
    async (objects, at) => {
      const first = written(await objects.put(`${at}a`, '1'))
      await objects.removeVersion(`${at}a`, first.version)
      assert.equal(await objects.get(`${at}a`), undefined)
      await objects.removeVersion(`${at}a`, first.version)
      if (!removesVersions) return
      const second = written(await objects.put(`${at}a`, '2'))
      await objects.removeVersion(`${at}a`, first.version)
      assert.deepEqual(await objects.get(`${at}a`), { body: '2', ...second })
    },
  )

  check('many objects are removed at once, absent ones too', async (objects, at) => {
    const keys = Array.from({ length: 30 }, (_, n) => `${at}${n}/x`)
    await Promise.all(keys.map(async (key) => await objects.put(key, key)))
    await objects.remove([`${at}none`, ...keys.slice(1)])
    assert.deepEqual(await keysOf(objects.list(at)), [keys[0]])
    await objects.remove([])
  })

  check('keys are listed in byte order, from a prefix and after a key', async (objects, at) => {
    // No key is the folder of another: servers that keep files cannot have both, and daypass has no such keys.
    const names = ['A', 'Z.json', '_', 'a-b', 'a.b', 'a/b', 'a/c/d', 'a@b', 'a0', 'con', 'nul.x']
    const keys = names.map((key) => at + key).sort()
    await Promise.all(keys.map(async (key) => await objects.put(key, '')))
    assert.deepEqual(await keysOf(objects.list(at)), keys)
    assert.deepEqual(await keysOf(objects.list(`${at}a/`)), [`${at}a/b`, `${at}a/c/d`])
    for (const prefix of [at, `${at}a`, `${at}a/b`]) {
      for (const after of [...keys, `${at}a/`, `${at}b`, 'a', '~']) {
        const expected = keys.filter((key) => key.startsWith(prefix) && key > after)
        assert.deepEqual(
          await keysOf(objects.list(prefix, { after })),
          expected,
          `${prefix} ${after}`,
        )
      }
    }
  })

  check('lists longer than a page are complete', async (objects, at) => {
    const keys = Array.from({ length: 1_100 }, (_, n) => `${at}${String(n).padStart(5, '0')}`)
    await eachOf(keys, 16, async (key) => {
      await objects.put(key, '')
    })
    assert.deepEqual(await keysOf(objects.list(at)), keys)
    const some = objects.list(at, { after: keys[42] ?? '' })
    for await (const key of some) {
      assert.equal(key, keys[43])
      break
    }
  })

  if (rounds > 0) testRaces(check, open, rounds)

  check('a lost reply is told from a lost race', async (objects, at) => {
    const deaf = losingReplies(objects)
    const created = await putWithNonce(deaf, `${at}a`, 'mine', { absent: true })
    const version = written(created)
    assert.deepEqual(await objects.get(`${at}a`), { body: 'mine', ...version })
    const replaced = written(await putWithNonce(deaf, `${at}a`, 'mine too', version))
    assert.equal(await putWithNonce(deaf, `${at}a`, 'too late', version), 'conflict')
    assert.equal(await putWithNonce(deaf, `${at}a`, 'too late', { absent: true }), 'conflict')
    assert.deepEqual(await objects.get(`${at}a`), { body: 'mine too', ...replaced })
  })
}

type Check = (title: string, body: (objects: ObjectStore, at: string) => Promise<void>) => void

function testRaces(check: Check, open: () => ObjectStore, rounds: number): void {
  check(`of ${WRITERS} who create at once one wins, every time`, async (objects, at) => {
    for (let round = 0; round < rounds; round++) {
      const key = `${at}${round}`
      const winners = await race(open, key, { absent: true })
      assert.equal(winners.length, 1)
      assert.equal((await objects.get(key))?.body, winners[0])
    }
  })

  check(`of ${WRITERS} who replace at once one wins, every time`, async (objects, at) => {
    const key = `${at}a`
    let current = written(await objects.put(key, 'start'))
    for (let round = 0; round < rounds; round++) {
      const winners = await race(open, key, current)
      const found = await objects.get(key)
      assert.ok(found)
      assert.deepEqual(winners, [found.body])
      current = { version: found.version }
    }
  })

  check('a counter that many count up by turns loses nothing', async (objects, at) => {
    const key = `${at}count`
    await objects.put(key, '0 start')
    const counters = Array.from({ length: 10 }, async () => {
      const own = open()
      for (let n = 0; n < 10; n++) await countUp(own, key)
    })
    await Promise.all(counters)
    assert.equal((await objects.get(key))?.body.split(' ')[0], '100')
  })
}

/** All keys of a listing. */
export async function keysOf(listed: AsyncIterable<string>): Promise<string[]> {
  const keys = []
  for await (const key of listed) keys.push(key)
  return keys
}

/** The version that a write gave. */
export function written(result: { readonly version: string } | 'conflict'): { version: string } {
  if (result === 'conflict') throw new Error('the write was refused')
  return { version: result.version }
}

/** One more on a counter, as often as it takes. */
export async function countUp(objects: ObjectStore, key: string): Promise<void> {
  for (;;) {
    const found = await objects.get(key)
    if (found === undefined) throw new Error(`${key} is gone`)
    const next = `${Number(found.body.split(' ')[0]) + 1} ${randomBytes(12).toString('hex')}`
    if ((await putWithNonce(objects, key, next, { version: found.version })) !== 'conflict') return
  }
}

type Wanted = { readonly absent: true } | { readonly version: string }

/** Bodies of those who were told that they won. */
async function race(open: () => ObjectStore, key: string, condition: Wanted): Promise<string[]> {
  const own = open()
  const bodies = Array.from({ length: WRITERS }, () => randomBytes(12).toString('hex'))
  const results = await Promise.all(
    bodies.map(async (body) => ({ body, result: await putWithNonce(own, key, body, condition) })),
  )
  return results.filter(({ result }) => result !== 'conflict').map(({ body }) => body)
}

/** Every write takes effect, and its reply is lost. */
function losingReplies(objects: ObjectStore): ObjectStore {
  return {
    ...objects,
    put: async (...args) => {
      await objects.put(...args)
      throw new DaypassError('outcome-unknown', 'lost')
    },
  }
}

async function eachOf<T>(items: readonly T[], atOnce: number, task: (item: T) => Promise<void>) {
  const rest = items.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of rest) await task(item)
    }),
  )
}
