/** The sweep as a step of a scheduled workflow: what it tells of what it ended, and of what is stuck. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, sandbox } = stage
const REFUSED = { kind: 'status', status: 403, code: 'AccessDenied' } as const

test('a sweep with nothing to do says so, and fails nothing', needs, async () => {
  const job = stage.job()
  const { code, outputs, summary, annotations } = await job.uses(stage.sweep())
  assert.deepEqual([code, annotations], [0, []])
  assert.deepEqual(outputs, { ended: '0', failed: '0', stuck: '0' })
  assert.match(summary, /0 ended, 0 failed, 0 stuck/)
  assert.deepEqual(await job.finish(), [])
  stage.assertSecretsOnlyIn(job, [])
})

test('what ended is in the summary, with the lease', needs, async () => {
  const job = stage.job()
  const { outputs } = await job.uses(stage.step({ ttl: '15m' }))
  stage.advance(1000)
  const swept = await stage.job().uses(stage.sweep())
  assert.deepEqual([swept.code, swept.outputs['ended']], [0, '1'], swept.log)
  const name = (outputs['lease-id'] ?? '').slice(-22)
  assert.ok(swept.summary.includes(name), swept.summary)
})

test(
  'a lease that cannot be revoked fails the workflow from the first time on, or warns where that is asked for',
  needs,
  async () => {
    const job = stage.job()
    await job.uses(stage.step({ ttl: '1h' }))
    sandbox.faults.add({ service: 'iam', effect: REFUSED })
    await job.finish()
    for (const wait of [60, 120]) {
      stage.advance(wait)
      const swept = await stage.job().uses(stage.sweep())
      // The lease, and the role that its deny is for.
      assert.deepEqual([swept.code, swept.outputs['failed']], [1, '2'], swept.log)
      assert.equal(swept.annotations[0]?.level, 'warning')
    }
    const patient = await stage.job().uses(stage.sweep({ 'fail-when-stuck': 'false' }))
    assert.deepEqual([patient.code, patient.outputs['stuck']], [0, '1'], patient.log)
    const strict = stage.job()
    const failed = await strict.uses(stage.sweep())
    assert.equal(failed.code, 1, failed.log)
    assert.match(failed.summary, /stuck/)
    stage.assertSecretsOnlyIn(strict, [])
    sandbox.faults.clear()
    stage.advance(600)
    const mended = await stage.job().uses(stage.sweep())
    assert.deepEqual([mended.code, mended.outputs['stuck']], [0, '0'], mended.log)
    assert.deepEqual(stage.alive(), [])
  },
)

test('a sweep is told what it lacks', needs, async () => {
  const stateless = await stage.job().uses(stage.sweep({ state: '' }))
  assert.equal(stateless.code, 1)
  assert.match(stateless.annotations[0]?.message ?? '', /state/)
  const nobody = await stage.jobWithoutToken().uses(stage.sweep())
  assert.equal(nobody.code, 1)
  assert.match(nobody.annotations[0]?.message ?? '', /permissions: id-token: write/)
})
