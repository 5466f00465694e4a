import assert from 'node:assert/strict'
import { test } from 'node:test'
import { revoke } from '../../core/revoke.ts'
import { assertGone, attempt, startScene } from './scene.ts'

// Fault 12: every session that waits for another process's deny polled by itself.

const SESSIONS = 10

test('ten sessions of one role that a process revokes wait for another process with one look for all', async (t) => {
  const scene = await startScene(t)
  const { faults, requests } = scene.sandbox
  const [other, ...ours] = await Promise.all(
    Array.from({ length: 1 + SESSIONS }, () => scene.issue('assumed_role')),
  )
  assert.ok(other !== undefined)
  faults.add({ action: 'PutRolePolicy', nth: 1, effect: { kind: 'hang-before' } })
  const theirs = attempt(revoke(scene.process(), other.lease.id))
  const writing = await faults.hang()
  const before = requests.length
  const process = scene.process()
  const said = await Promise.all(ours.map(({ lease }) => revoke(process, lease.id)))
  // The other's mark ends after half a minute; a look comes every 100 to 610 milliseconds.
  const looks = requests.slice(before).filter(({ resource }) => resource.includes('/boards/'))
  assert.ok(looks.length < 200, `${looks.length} requests about the ledger`)
  assert.deepEqual(new Set(said.map(({ status }) => status)), new Set(['revoked']))
  writing.release()
  await theirs
  await assertGone(
    scene,
    [other, ...ours].map(({ credentials }) => credentials),
  )
})
