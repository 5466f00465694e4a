/** How many requests stand between a job and its credentials, and how many of them wait for one another. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { openStage } from './open-stage.ts'
import { countRequests } from './serial-requests.ts'

const stage = await openStage()
const { needs } = stage
/** Long beside what a process takes between two requests, on a busy machine too. */
const DELAY_MS = 400
const DIRECT = { role: 'direct', state: '', 'broker-role-arn': '' }

/** The very first process tests whether the bucket honours conditions, and notes that it does. */
before(async () => {
  if (needs.skip !== undefined) return
  const job = stage.job()
  await job.uses(stage.step())
  await job.finish()
})

test(
  'main with a broker makes at most three requests one after another, however many roles it takes',
  needs,
  async () => {
    for (const role of ['deploy-role', 'deploy-role\nlog-reader as LOGS']) {
      const job = stage.job()
      const { serial } = await countRequests(stage, DELAY_MS, async () => {
        const { code, log } = await job.uses(stage.step({ role }))
        assert.equal(code, 0, log)
      })
      assert.equal(serial, 3)
      await job.finish()
    }
  },
)

test('main directly from OIDC makes two requests, one after the other', needs, async () => {
  const job = stage.job()
  const asked = await countRequests(stage, DELAY_MS, async () => {
    const { code, log } = await job.uses(stage.step(DIRECT))
    assert.equal(code, 0, log)
  })
  assert.deepEqual(asked, { requests: 2, serial: 2 })
  await job.finish()
})

test('requests that wait for one another are told from those that do not', needs, async () => {
  const url = `${stage.sandbox.url}/daypass-state/nothing`
  const apart = await countRequests(stage, 50, async () => {
    await fetch(url)
    await fetch(url)
  })
  const together = await countRequests(stage, 50, async () => {
    await Promise.all([fetch(url), fetch(url), fetch(url)])
  })
  assert.deepEqual(
    [apart, together],
    [
      { requests: 2, serial: 2 },
      { requests: 3, serial: 1 },
    ],
  )
})
