/** How many leases live under a definition that a change replaces. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { json, openStage } from '../../cli/stage.ts'

const stage = await openStage()
const { daypass } = stage

test('leases of changed roles are counted, those of others are not', async () => {
  const ends = []
  for (const role of ['reader', 'reader', 'viewer']) {
    ends.push(String(json((await daypass(['issue', role])).stdout)['expires_at']))
  }
  const fresh = mkdtempSync(join(stage.roles, 'fresh-'))
  const text = readFileSync(join(stage.roles, 'reader.yaml'), 'utf8')
  writeFileSync(join(fresh, 'reader.yaml'), text.replace('s3:GetObject', 's3:*'))
  const viewer = readFileSync(join(stage.roles, 'viewer.yaml'), 'utf8')
  writeFileSync(join(fresh, 'viewer.yaml'), `description: the same\n${viewer}`)
  const argv = ['review', '--base', stage.roles, '--head', fresh, '--roles', '.']
  const { live_leases: live } = json((await daypass([...argv, '--json'])).stdout)
  assert.deepEqual(live, [
    { role: 'reader', count: 2, last_ends_at: ends[1]?.replace('Z', '.000Z') },
  ])
  assert.match((await daypass(argv)).stdout, /role reader: 2 live leases, the last until/)
  const env = { DAYPASS_STATE: '' }
  assert.equal(json((await daypass([...argv, '--json'], { env })).stdout)['live_leases'], null)
})

test('a state that cannot be read is a warning, and the review goes on', async () => {
  const argv = ['review', '--base', stage.roles, '--head', stage.roles, '--roles', '.']
  const env = { DAYPASS_STATE: 's3://no-such-bucket' }
  const changed = mkdtempSync(join(stage.roles, 'other-'))
  writeFileSync(join(changed, 'more.yaml'), 'credential_type: session_token\n')
  argv[4] = changed
  const { stdout, stderr } = await daypass([...argv, '--fail-on', 'never'], { env })
  assert.match(stdout, /^wider: /)
  assert.match(stderr, /^warning: live leases were not read: /)
})
