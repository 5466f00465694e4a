import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsAfter } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { troubleIn } from '../../core/sweep-trouble.ts'
import { arnFolder } from '../../state/documents/arn-folder.ts'
import { HOLDER, coreWorld, sessionRole, userRole } from '../core/world.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'

const ARN = 'arn:aws:iam::123456789012:role/deploy'
const BOARD = `boards/${arnFolder(ARN)}.json`

/** The text of a ledger that somebody says to be writing to. */
function marked(until: Date): string {
  const target = { kind: 'role', arn: ARN }
  const writer = { id: '0123456789abcdef01', until }
  return JSON.stringify({ version: 1, nonce: 'x', target, policies: [], writer })
}

test('a mark that somebody renews for ever keeps no deny from being written', async () => {
  const stored = memoryObjects()
  let forges = false
  let now = () => new Date(0)
  const forge = async (): Promise<void> => {
    if (forges) await stored.put(BOARD, marked(secondsAfter(now(), 25)))
  }
  const get = async (key: string) => {
    // Faster than whoever waits for the end of the mark.
    if (
      key === BOARD &&
      (await stored.get(key))?.body.includes('{"id":"0123456789abcdef01"') === true
    )
      await forge()
    return await stored.get(key)
  }
  const world = coreWorld({ objects: { ...stored, get } })
  now = () => world.ports.clock.now()
  const { ports } = world
  const { lease } = await issue(ports, { role: sessionRole(), holder: HOLDER })
  await revoke({ ...ports, revocation: { ...ports.revocation, mode: 'tombstone' } }, lease.id)
  forges = true
  await forge()
  const report = await sweep(ports)
  assert.equal(world.aws.denies.size, 1)
  assert.deepEqual(troubleIn(report), [])
})

test('denies that a sweep cannot write are a failure, however it comes', async () => {
  const stored = memoryObjects()
  const put: typeof stored.put = async (key, body, condition) =>
    key === BOARD ? 'conflict' : await stored.put(key, body, condition)
  const { ports } = coreWorld({ objects: { ...stored, put } })
  const { lease } = await issue(ports, { role: sessionRole(), holder: HOLDER })
  await revoke({ ...ports, revocation: { ...ports.revocation, mode: 'tombstone' } }, lease.id)
  const [trouble] = troubleIn(await sweep(ports))
  assert.equal(trouble?.subject, ARN)
  assert.match(trouble.message, /1 of its denies wait/)
})

test('a lease that others claim again and again is overdue, and that is a failure', async () => {
  const world = coreWorld()
  const { ports, objects } = world
  const { lease } = await issue(ports, { role: userRole(), holder: HOLDER })
  world.advance(601)
  const key = `leases/${lease.id}.json`
  const claim = async (): Promise<void> => {
    const text = (await objects.get(key))?.body ?? ''
    const now = ports.clock.now()
    const until = secondsAfter(now, 100)
    const claimed = { state: 'revoking', reason: 'expired', requested_at: now, due_at: until }
    const fields: Record<string, unknown> = JSON.parse(text) as Record<string, unknown>
    delete fields['renewed_at']
    const body = JSON.stringify({ ...fields, ...claimed, attempts: 1, claimed: true })
    await objects.put(key, body)
  }
  await claim()
  assert.deepEqual(troubleIn(await sweep(ports)), [])
  world.advance(1200)
  await claim()
  const trouble = troubleIn(await sweep(ports))
  assert.deepEqual(
    trouble.map(({ subject }) => subject),
    [lease.id],
  )
})
