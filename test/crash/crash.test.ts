import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { THOROUGH } from '../support/thorough.ts'
import { CASES, type Row, killEverywhere, prepareVictim } from './matrix.ts'

/** All of them take half an hour: `npm run test:crash`. The thorough run takes every second. */
const EVERY = Number(process.env['DAYPASS_EVERY'] ?? (THOROUGH ? 1 : 8))
const where = EVERY === 1 ? 'any request' : `every ${EVERY}th request`

describe(`a process killed with SIGKILL at ${where}`, { concurrency: 2 }, () => {
  const rows: Row[] = []
  let victim: Awaited<ReturnType<typeof prepareVictim>>
  before(async () => {
    victim = await prepareVictim()
  })
  after(async () => {
    await victim.remove()
    const lines = rows.map(({ verb, type, requests, points, orphans }) =>
      [
        verb.padEnd(7),
        type.padEnd(17),
        String(requests).padStart(8),
        String(points).padStart(7),
        String(orphans.length).padStart(8),
      ].join(' '),
    )
    process.stdout.write(
      `\nverb    type              requests  killed  orphans\n${lines.join('\n')}\n\n`,
    )
  })
  for (const tried of CASES) {
    test(`${tried.verb} of ${tried.type} leaves nothing behind after one sweep`, async () => {
      const row = await killEverywhere(victim.file, tried, { every: EVERY })
      rows.push(row)
      assert.deepEqual(row.orphans, [])
      const expected = Math.ceil(row.requests / EVERY)
      assert.ok(row.points >= expected, `only ${row.points} kills at ${expected} requests`)
    })
  }
})
