import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gatherReport } from '../../cli/report/gather.ts'
import { reportHtml } from '../../cli/report/html.ts'
import { prometheusText } from '../../cli/report/prometheus.ts'
import { placeInLanes, ticksOf } from '../../cli/report/timeline.ts'
import { secondsAfter } from '../../core/clock.ts'
import { STORY_END, STORY_START, story } from './report-story.ts'

const DAY = { from: STORY_START, to: STORY_END, mode: 'immediate' } as const

test('a report counts what was issued, how it ended and what is stuck, by role', async () => {
  const report = await gatherReport(await story(), DAY)
  const told = report.roles.map(({ role, issued, renewed, standings }) => ({
    role,
    issued,
    renewed,
    ...standings,
  }))
  assert.deepEqual(told, [
    {
      role: 'ci',
      issued: 10,
      renewed: 1,
      live: 0,
      stuck: 1,
      revoked: 8,
      expired: 1,
      'never-issued': 1,
    },
    {
      role: 'deploy',
      issued: 30,
      renewed: 0,
      live: 2,
      stuck: 0,
      revoked: 0,
      expired: 28,
      'never-issued': 0,
    },
  ])
})

test('a report on the last hour knows a lease that began before and lives on', async () => {
  const from = secondsAfter(STORY_END, -60)
  const { roles } = await gatherReport(await story(), { ...DAY, from })
  const ci = roles.find(({ role }) => role === 'ci')
  assert.deepEqual([ci?.issued, ci?.standings.stuck], [0, 1])
  assert.ok(ci?.leases.every((lease) => lease.from >= from))
})

test('the page names what is stuck before all else, runs no script and fetches nothing', async () => {
  const page = reportHtml(await gatherReport(await story(), DAY))
  assert.ok(page.indexOf('Needs a look') < page.indexOf('class="role"'))
  assert.match(page, /default-src 'none'/)
  assert.doesNotMatch(page, /<script|<img|<link|url\(|https?:/)
})

test('a holder full of markup changes nothing but text', async () => {
  const state = await story({ repository: '"><script>alert(1)</script>\u202e' })
  const page = reportHtml(await gatherReport(state, DAY))
  assert.ok(page.includes('&lt;script&gt;alert(1)'))
  assert.doesNotMatch(page, /<script|\u202e/)
})

test('the metrics say the same numbers, in the text format of Prometheus', async () => {
  const text = prometheusText(await gatherReport(await story(), DAY))
  const lines = text.trimEnd().split('\n')
  assert.ok(lines.includes('daypass_leases_stuck{role="ci"} 1'))
  assert.ok(lines.includes('daypass_leases_ended{role="ci",outcome="revoked"} 8'))
  assert.ok(lines.includes('daypass_leases_live{role="deploy"} 2'))
  assert.ok(text.endsWith('\n'))
  for (const line of lines) {
    assert.match(
      line,
      /^# (?:HELP|TYPE) \w+ .+$|^[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? \d+$/,
    )
  }
})

test('no bar of a timeline covers another, and what has no room is counted', async () => {
  const report = await gatherReport(await story(), DAY)
  for (const { leases } of report.roles) {
    const { lanes, hidden } = placeInLanes(leases, report)
    for (const lane of lanes) {
      for (const [n, { left }] of lane.entries()) {
        const before = lane[n - 1]
        assert.ok(before === undefined || before.left + before.width <= left + 1e-6)
      }
    }
    assert.equal(lanes.flat().length + hidden, leases.length)
  }
})

test('an axis has some labels and never too many, for a minute as for a year', () => {
  for (const seconds of [60, 600, 3600, 86_400, 7 * 86_400, 90 * 86_400, 365 * 86_400]) {
    const ticks = ticksOf({ from: STORY_START, to: secondsAfter(STORY_START, seconds) })
    assert.ok(ticks.length <= 9, `${seconds} s: ${ticks.length}`)
  }
})
