import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsAfter } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { denyPolicies } from '../../aws/deny-policies.ts'
import { arnFolder } from '../../state/documents/arn-folder.ts'
import { HOLDER, START, coreWorld, sessionRole } from '../core/world.ts'

const ARN = 'arn:aws:iam::123456789012:role/deploy'
const TARGET = { kind: 'role', arn: ARN } as const
const BOARD = `boards/${arnFolder(ARN)}.json`

/** A ledger as somebody writes it who wants something of a sweep. */
function ledger(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ version: 1, nonce: 'x', target: TARGET, policies: [], ...parts })
}

/** A session whose revocation is left to the sweep. */
async function tombstoned() {
  const world = coreWorld()
  const { ports } = world
  const { lease } = await issue(ports, { role: sessionRole(), holder: HOLDER })
  await revoke({ ...ports, revocation: { ...ports.revocation, mode: 'tombstone' } }, lease.id)
  return world
}

test('a ledger that names a policy of somebody else removes nothing, and is reported', async () => {
  for (const name of [
    'guardrail',
    'daypass-deny-',
    'daypass-deny-x',
    `daypass-deny-${'0'.repeat(19)}`,
    '../x',
  ]) {
    for (const kind of ['inline', 'managed']) {
      const world = await tombstoned()
      world.aws.denies.set(`${kind} ${name}`, 'theirs')
      const policy = { name, kind, entries: [], superseded_at: '2020-01-01T00:00:00Z' }
      await world.objects.put(BOARD, ledger({ policies: [policy] }))
      const [denial] = (await sweep(world.ports)).denials
      assert.equal(denial?.error?.code, 'state-invalid', name)
      assert.equal(world.aws.denies.get(`${kind} ${name}`), 'theirs')
    }
  }
})

test('whatever a ledger said, IAM is not asked to remove a policy that daypass did not make', async () => {
  const policies = denyPolicies(() => assert.fail('IAM was reached'))
  await assert.rejects(policies.remove(TARGET, 'guardrail', 'inline', {}), {
    code: 'state-invalid',
  })
})

test("a writer's mark that never ends does not keep denies from being written", async () => {
  const world = await tombstoned()
  const writer = { id: '0123456789abcdef01', until: '9999-01-01T00:00:00Z' }
  await world.objects.put(BOARD, ledger({ writer }))
  await sweep(world.ports)
  assert.equal(world.aws.denies.size, 1)
})

test('tombstones that end later than any session can take no room, and go', async () => {
  const world = await tombstoned()
  const far = String(Math.floor(secondsAfter(START, 50 * 3600).getTime() / 1000)).padStart(11, '0')
  for (const end of ['99999999999', far])
    for (let n = 0; n < 50; n++)
      await world.objects.put(`revoked/${arnFolder(ARN)}/${end}/${String(n).padStart(22, 'a')}`, '')
  await sweep(world.ports)
  assert.equal(world.aws.denies.size, 1)
  const document = [...world.aws.denies.values()].join('')
  assert.ok(!document.includes('aaaa'), document)
  const left = [...world.objects.stored.keys()].filter((key) => key.startsWith('revoked/'))
  assert.equal(left.length, 1)
})
