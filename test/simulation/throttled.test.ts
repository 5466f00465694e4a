import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userRole } from '../core/world.ts'
import { IAM_REQUESTS_A_USER, sweepCrowd } from './throttled.ts'

test('users that were due for hours and are ended by three sweeps at once are not overdue to any of them', async () => {
  const { left, reports } = await sweepCrowd({ role: userRole(), leases: 40, sweeps: 3 })
  assert.equal(left, 0)
  assert.ok(reports.some(({ skipped }) => skipped.length > 0))
  assert.deepEqual(
    reports.flatMap(({ overdue }) => overdue),
    [],
  )
})

for (const [leases, iamPerSecond, sweeps] of [
  [60, 20, 1],
  [80, 20, 3],
  [200, 20, 10],
  [60, 5, 3],
] as const) {
  test(`${leases} expired users are gone at the ${iamPerSecond} requests a second that IAM takes, by ${sweeps} at once`, async () => {
    const crowd = { role: userRole(), leases, iamPerSecond, sweeps }
    const { left, seconds, reports } = await sweepCrowd(crowd)
    assert.equal(left, 0)
    assert.deepEqual(
      reports.flatMap(({ failed, stuck }) => [...failed, ...stuck]),
      [],
    )
    const least = (leases * IAM_REQUESTS_A_USER) / iamPerSecond
    // The next run may have to wait for its minute.
    assert.ok(seconds < 1.4 * least + 60, `${seconds} s, and IAM needs ${least}`)
  })
}
