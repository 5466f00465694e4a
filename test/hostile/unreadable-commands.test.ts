import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { openState } from '../../state/open.ts'
import { json, jsonList, openStage } from '../cli/stage.ts'

const ID = 'reader/ZZZZZZZZZZZZZZZZZZZZZZ'
const stage = await openStage()
const { daypass, sandbox } = stage

/** A lease of somebody, and beside it garbage under keys of daypass. */
async function plant(): Promise<string> {
  const { stdout } = await daypass(['issue', 'reader', '--ttl', '1h'])
  const { objects } = openState(
    { kind: 's3', bucket: 'daypass-state', prefix: '' },
    { clock: systemClock, random: (size) => randomBytes(size), endpoint: sandbox.url },
  )
  for (const key of [
    `leases/${ID}.json`,
    'static/app.json',
    'boards/arn=3aaws=3aiam=3a=3a123456789012=3arole=2fa.json',
  ])
    await objects.put(key, 'garbage')
  return String(json(stdout)['lease_id'])
}

test('leases shows the others beside one that cannot be read, names it, and ends with 1', async () => {
  const id = await plant()
  const told = await daypass(['leases'])
  assert.equal(told.code, 1)
  assert.ok(told.stdout.includes(id), told.stdout)
  assert.match(told.stderr, /warning: leases\/reader\/Z+\.json cannot be understood: is not JSON/)
  const { code, stdout } = await daypass(['leases', '--json'])
  assert.equal(code, 1)
  assert.deepEqual(
    jsonList(stdout, 'leases').map((lease) => lease['lease_id']),
    [id],
  )
  assert.deepEqual(
    jsonList(stdout, 'unreadable').map((lease) => lease['lease_id']),
    [ID],
  )
})

test('a report is made of what can be read, names what cannot, and ends with 1', async () => {
  await plant()
  for (const flags of [[], ['--json'], ['--prometheus'], ['--html']]) {
    const { code, stdout, stderr } = await daypass(['report', ...flags])
    assert.equal(code, 1, flags.join())
    assert.match(stdout, /reader/)
    assert.match(stderr, /warning: leases\/reader\/Z+\.json cannot be understood/)
  }
  const { stdout } = await daypass(['report', '--prometheus'])
  assert.match(stdout, /^daypass_leases_unreadable 1$/m)
})

test('a sweep ends what is due, rotates what can be, and ends with 1 for what it cannot read', async () => {
  await plant()
  sandbox.clock.advance(3601)
  const { code, stdout } = await daypass(['sweep', '--full'])
  assert.equal(code, 1)
  assert.match(stdout, /^reader\/\S+ ended \(expired\)$/m)
  assert.match(stdout, new RegExp(`^${ID} failed: state-invalid`, 'm'))
  assert.match(stdout, /^arn:aws:iam::123456789012:role\/a failed: state-invalid/m)
  assert.match(stdout, /^static\/app\.json failed: state-invalid/m)
  assert.deepEqual(stage.alive(), [])
})

test('a revocation by prefix takes back what can be read, and says what cannot', async () => {
  await plant()
  const { code, stderr } = await daypass(['revoke', '--prefix', 'reader'])
  assert.equal(code, 1)
  assert.match(stderr, /cannot be understood/)
  assert.deepEqual(stage.alive(), [])
})

test('static roles are listed but for those that cannot be read, which are named', async () => {
  await plant()
  const { code, stderr } = await daypass(['static-role', 'list'])
  assert.equal(code, 1)
  assert.match(stderr, /warning: static\/app\.json cannot be understood/)
  const { stdout } = await daypass(['static-role', 'list', '--json'])
  assert.deepEqual(json(stdout), {
    static_roles: [],
    unreadable: [
      {
        static_role: 'app',
        error: {
          code: 'state-invalid',
          message: 'static/app.json cannot be understood: is not JSON',
        },
      },
    ],
  })
})
