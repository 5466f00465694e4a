/** The metrics as Prometheus' own tool reads them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { openStage } from '../cli/stage.ts'
import { serverMissing, serverUsed } from '../support/servers-used.ts'

const { daypass, sandbox } = await openStage()

function promtool(): { readonly skip?: string } {
  if (spawnSync('promtool', ['--version']).error !== undefined)
    return { skip: serverMissing('promtool', 'not on the PATH (Debian: prometheus)') }
  serverUsed('promtool')
  return {}
}

/** The value of a metric without labels. */
async function metrics(): Promise<{ readonly text: string; of(name: string): number | undefined }> {
  const { stdout: text } = await daypass(['report', '--prometheus'])
  const of = (name: string) => {
    const [, value] = new RegExp(`^${name} (\\d+)$`, 'm').exec(text) ?? []
    return value === undefined ? undefined : Number(value)
  }
  return { text, of }
}

test('the metrics say when a sweep came by, and what nobody ends', async () => {
  await daypass(['issue', 'reader', '--ttl', '15m'])
  sandbox.clock.advance(31 * 60)
  const before = await metrics()
  assert.equal(before.of('daypass_last_sweep_seconds'), 0)
  assert.equal(before.of('daypass_overdue_leases'), 1)
  assert.equal(before.of('daypass_orphans'), undefined)
  await daypass(['sweep'])
  const after = await metrics()
  const now = Math.floor(sandbox.clock.now().getTime() / 1000)
  assert.ok(Math.abs((after.of('daypass_last_sweep_seconds') ?? 0) - now) < 60)
  for (const name of ['overdue_leases', 'waiting_denies', 'stuck', 'tampered', 'orphans'])
    assert.equal(after.of(`daypass_${name}`), 0, name)
})

test('promtool finds no fault with the metrics', promtool(), async () => {
  await daypass(['issue', 'reader'])
  await daypass(['sweep'])
  const { text: input } = await metrics()
  const checked = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' })
  assert.deepEqual([checked.status, checked.stdout, checked.stderr], [0, '', ''])
})
