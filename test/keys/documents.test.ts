import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DaypassError } from '../../core/errors.ts'
import type { KeptKey, KeyRing } from '../../core/keys/key-ring.ts'
import type { RootKey } from '../../core/root/root-key.ts'
import type { KeptStaticRole } from '../../core/static/static-role.ts'
import { ROOT_KEY, rootKeyStore } from '../../state/root-key.ts'
import { staticRoleStore } from '../../state/static-roles.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { USER } from './world.ts'

/** Objects as they are read: `fc.record` makes some without a prototype. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true })
}

const random = (size: number) => crypto.getRandomValues(new Uint8Array(size))
const date = fc.date({ min: new Date(0), max: new Date('2999-01-01'), noInvalidDate: true })
const id = fc.stringMatching(/^AKIA[A-Z0-9]{4,16}$/)
const key: fc.Arbitrary<KeptKey> = record({
  accessKeyId: id,
  sealed: fc.string(),
  recipients: fc.array(fc.stringMatching(/^age1[a-z0-9]{5}$/), { minLength: 1, maxLength: 3 }),
  since: date,
})
const attempt = record({
  begunAt: date,
  createsUntil: date,
  until: date,
  keysBefore: fc.array(id, { maxLength: 2 }),
})
const perhaps = fc.option(key, { nil: undefined })
const ring: fc.Arbitrary<KeyRing> = fc.oneof(
  fc.constant({ phase: 'empty' as const }),
  record({ phase: fc.constant('steady' as const), current: key }),
  record({ phase: fc.constant('creating' as const), current: perhaps, attempt }),
  record({ phase: fc.constant('proving' as const), current: perhaps, attempt, candidate: key }),
  record({
    phase: fc.constant('retiring' as const),
    current: key,
    attempt,
    old: perhaps,
    until: date,
  }),
  record({
    phase: fc.constant('removing' as const),
    accessKeyIds: fc.array(id, { maxLength: 2 }),
    attempt: fc.option(attempt, { nil: undefined }),
  }),
)
const seconds = fc.integer({ min: 1, max: 1e9 })

test('a root key reads as it was written, in every phase', async () => {
  const root: fc.Arbitrary<RootKey> = record({
    user: fc.constant(USER),
    use: fc.constantFrom('sessions' as const, 'everything' as const),
    rotationPeriodSeconds: fc.option(seconds, { nil: undefined }),
    graceSeconds: fc.nat(),
    ring,
  })
  await fc.assert(
    fc.asyncProperty(root, async (kept) => {
      const store = rootKeyStore(memoryObjects(), { random })
      await store.write(kept, undefined)
      assert.deepEqual((await store.read())?.kept, kept)
    }),
  )
})

test('a static role reads as it was written', async () => {
  const optional = { nil: undefined }
  const role = record({
    description: fc.option(fc.string(), optional),
    external_id: fc.option(fc.string(), optional),
    rotation_period: seconds,
    grace_period: fc.nat(),
    ring,
  })
  await fc.assert(
    fc.asyncProperty(role, async ({ ring: keys, rotation_period, grace_period, ...texts }) => {
      const given = Object.entries(texts).filter(([, text]) => text !== undefined)
      const fields = { name: 'app', username: 'app', rotation_period, grace_period }
      const kept: KeptStaticRole = {
        role: { ...fields, ...Object.fromEntries(given) },
        user: USER,
        rotationPeriodSeconds: rotation_period,
        graceSeconds: grace_period,
        ring: keys,
      }
      const store = staticRoleStore(memoryObjects(), { random })
      await store.at('app').write(kept, undefined)
      assert.deepEqual((await store.at('app').read())?.kept, kept)
      for await (const name of store.names()) assert.equal(name, 'app')
    }),
  )
})

test('a document that says more, less or something else is an error', async () => {
  const objects = memoryObjects()
  const store = rootKeyStore(objects, { random })
  const user = { ...USER }
  const right = { version: 1, nonce: 'n', user, use: 'sessions', grace_period: 0, phase: 'empty' }
  const changes: readonly object[] = [
    { more: 1 },
    { phase: 'new' },
    { phase: 'steady' },
    { use: 'nothing' },
    { grace_period: -1 },
    { rotation_period: 0 },
    { user: { ...user, more: 1 } },
    { version: 2 },
  ]
  await objects.put(ROOT_KEY, JSON.stringify(right))
  assert.equal((await store.read())?.kept.ring.phase, 'empty')
  for (const change of changes) {
    await objects.put(ROOT_KEY, JSON.stringify({ ...right, ...change }))
    await assert.rejects(store.read(), (error) => {
      return error instanceof DaypassError && error.code === 'state-invalid'
    })
  }
})

test('a write names the version that was read', async () => {
  const store = rootKeyStore(memoryObjects(), { random })
  const kept: RootKey = {
    user: USER,
    use: 'sessions',
    rotationPeriodSeconds: undefined,
    graceSeconds: 0,
    ring: { phase: 'empty' },
  }
  const first = await store.write(kept, undefined)
  assert.ok(first !== 'conflict')
  assert.equal(await store.write(kept, undefined), 'conflict')
  assert.notEqual(await store.write(kept, first), 'conflict')
  assert.equal(await store.write(kept, first), 'conflict')
})
