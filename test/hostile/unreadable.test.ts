import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { secondsAfter } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { arnFolder } from '../../state/documents/arn-folder.ts'
import { type CoreWorld, HOLDER, START, coreWorld, sessionRole, userRole } from '../core/world.ts'
import { strayKeys } from './stray-keys.ts'

const OTHER = 'ZZZZZZZZZZZZZZZZZZZZZZ'
const BOARD = `boards/${arnFolder('arn:aws:iam::123456789012:role/a')}.json`
const LEASE = `leases/ci/${OTHER}.json`

/** Keys whose documents are read. */
const READ_KEYS = [
  BOARD,
  LEASE,
  `ended/ci/${OTHER}.json`,
  'full-sweep.json',
  'store.json',
  'roles/ci.json',
]

const texts = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    '[]',
    '{}',
    '{"version":1}',
    '{"version":2,"nonce":"x"}',
    '{"version":1,"nonce":"x"}',
  ),
  fc.string({ maxLength: 30 }),
)

/** A lease that has expired, and a session that somebody else is to deny. */
async function workToDo(world: CoreWorld): Promise<void> {
  const { ports } = world
  await issue(ports, { role: userRole(), holder: HOLDER })
  const { lease } = await issue(ports, { role: sessionRole(), holder: HOLDER })
  world.advance(601)
  await revoke({ ...ports, revocation: { ...ports.revocation, mode: 'tombstone' } }, lease.id)
  assert.deepEqual([world.aws.users.size, world.aws.denies.size], [1, 0])
}

test('a lease and a ledger that cannot be read are reported, and everything else is done', async () => {
  const world = coreWorld()
  await workToDo(world)
  for (const key of [BOARD, LEASE]) await world.objects.put(key, 'garbage')
  const report = await sweep(world.ports, { full: true })
  assert.deepEqual([world.aws.users.size, world.aws.denies.size], [0, 1])
  assert.deepEqual(
    report.failed.map(({ id, error }) => [id, error.code]),
    [[`ci/${OTHER}`, 'state-invalid']],
  )
  const failed = report.denials.filter(({ error }) => error !== undefined)
  assert.deepEqual(
    failed.map(({ target, error }) => [target.arn, error?.code]),
    [['arn:aws:iam::123456789012:role/a', 'state-invalid']],
  )
})

test('whatever stands in the documents and keys of others, a sweep does what is to be done', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.oneof(fc.constantFrom(...READ_KEYS), strayKeys), texts), {
        maxLength: 12,
      }),
      fc.boolean(),
      async (written, full) => {
        const world = coreWorld()
        await workToDo(world)
        const mine = new Set(world.objects.stored.keys())
        for (const [key, text] of written)
          if (READ_KEYS.includes(key) || !mine.has(key)) await world.objects.put(key, text)
        await sweep(world.ports, full ? { full } : {})
        assert.deepEqual([world.aws.users.size, world.aws.denies.size], [0, 1])
      },
    ),
    { numRuns: 200 },
  )
})

test('a full sweep that somebody dated into the future does not keep the next one from its turn', async () => {
  for (const begun of ['9999-01-01T00:00:00Z', secondsAfter(START, 7200).toISOString(), 'never']) {
    const { ports, objects } = coreWorld()
    await objects.put(
      'full-sweep.json',
      JSON.stringify({ version: 1, nonce: 'x', begun_at: begun }),
    )
    assert.equal(await ports.leases.beginFullSweep(START), true, begun)
    assert.equal(await ports.leases.beginFullSweep(START), false, begun)
  }
})
