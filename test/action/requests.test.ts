/** How many requests stand between a job and its credentials, and how many of them wait for one another. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { openStage } from './open-stage.ts'
import { type Asked, countRequests } from './serial-requests.ts'

const stage = await openStage()
const { needs } = stage
/** How long answers take: long beside what a process takes between two requests, even on a busy machine. */
const DELAYS_MS = [400, 800, 1600, 3200]
const DIRECT = { role: 'direct', state: '', 'broker-role-arn': '' }

/**
 * Counts, with answers that take longer and longer until no more than so many requests wait for one another: a slow process
 * may begin late what waits for nothing, whereas what does wait is seen to however long answers take.
 */
async function countPatiently(serial: number, work: () => Promise<unknown>): Promise<Asked> {
  let asked: Asked = { requests: 0, serial: Infinity }
  for (const delayMs of DELAYS_MS) {
    if (asked.serial > serial) asked = await countRequests(stage, delayMs, work)
  }
  return asked
}

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
      const { serial } = await countPatiently(3, async () => {
        const { code, log } = await stage.job().uses(stage.step({ role }))
        assert.equal(code, 0, log)
      })
      assert.equal(serial, 3)
    }
  },
)

test('main directly from OIDC makes two requests, one after the other', needs, async () => {
  const asked = await countPatiently(2, async () => {
    const { code, log } = await stage.job().uses(stage.step(DIRECT))
    assert.equal(code, 0, log)
  })
  assert.deepEqual(asked, { requests: 2, serial: 2 })
})

test('requests that wait for one another are told from those that do not', needs, async () => {
  const url = `${stage.sandbox.url}/daypass-state/nothing`
  const apart = await countPatiently(2, async () => {
    await fetch(url)
    await fetch(url)
  })
  const together = await countPatiently(1, async () => {
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
