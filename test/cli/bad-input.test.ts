import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setEnvironment } from '../support/process-environment.ts'
import { BAD_LINES, MORE } from './bad-lines.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
stage.role(
  'several',
  'credential_type: assumed_role\nrole_arns: [arn:aws:iam::123456789012:role/a, arn:aws:iam::123456789012:role/b]\n',
)

for (const [argv, code, lines, options] of BAD_LINES) {
  test(`daypass ${argv} ends with ${code} and does nothing`, async () => {
    const ended = await stage.daypass(argv.split(' '), options)
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code, stdout: '' })
    const expected = lines.map((line) => line.replace('ROLES', stage.roles))
    if (expected.at(-1) !== MORE) assert.equal(ended.stderr, `${expected.join('\n')}\n`)
    else assert.ok(ended.stderr.startsWith(expected.slice(0, -1).join('\n')), ended.stderr)
  })
}

test('after all of that nothing was issued, nothing was written but what a store needs, and nothing was lost', () => {
  const wrote = stage.sandbox.requests
    .filter(({ service, action }) => service !== 's3' && !action.startsWith('Get'))
    .map(({ action }) => action)
  assert.deepEqual(wrote, [])
  assert.deepEqual(stage.alive(), [])
})

test('without credentials nothing is begun', async (t) => {
  setEnvironment(t, { AWS_ACCESS_KEY_ID: undefined, AWS_EC2_METADATA_DISABLED: 'true' })
  const state = `file://${stage.roles}/state`
  const { code, stdout, stderr } = await stage.daypass(['issue', 'reader', '--state', state])
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(stderr, /^error: daypass has no AWS credentials of its own\nhint: set AWS_PROFILE, /)
  assert.equal((await stage.daypass(['leases', '--state', state])).stderr, 'no leases\n')
})
