import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OwnClock, serversTime, systemClock } from '../../core/clock.ts'
import { describeSkew, serverClock } from '../../core/server-clock.ts'

const TRUE = Date.parse('2026-03-01T12:00:00Z')

/** A machine whose clock is off by some seconds, and a server that is right. */
function machine(offSeconds: number) {
  let elapsedMs = 0
  let wallMs = TRUE + offSeconds * 1000
  const own: OwnClock = {
    ...systemClock,
    now: () => new Date(wallMs),
    elapsedMs: () => elapsedMs,
  }
  const clock = serverClock(own)
  let trueMs = TRUE
  const pass = (seconds: number): void => {
    elapsedMs += seconds * 1000
    wallMs += seconds * 1000
    trueMs += seconds * 1000
  }
  return {
    clock,
    pass,
    set: (seconds: number) => void (wallMs += seconds * 1000),
    suspend: (seconds: number) => {
      wallMs += seconds * 1000
      trueMs += seconds * 1000
    },
    ask: (seconds = 0.1) => {
      const hear = clock.listen()
      pass(seconds / 2)
      const date = new Date(trueMs).toUTCString()
      pass(seconds / 2)
      hear(date)
    },
    /** By how many seconds the time that is known is wrong. */
    wrongBy: () => {
      const now = serversTime(clock)
      return now === undefined ? undefined : Math.abs(now.getTime() - trueMs) / 1000
    },
  }
}

test('before any reply the time is not known', () => {
  assert.equal(machine(0).wrongBy(), undefined)
})

test('a clock that is right is not corrected, however long a reply takes', () => {
  for (const seconds of [0, 0.3, 1.7, 9]) {
    const { clock, ask } = machine(0)
    ask(seconds)
    assert.equal(clock.correctionMs(), 0)
  }
})

test('a clock that is off is corrected to within a second', () => {
  for (const seconds of [-86_400, -90, -11, 11, 300, 2400]) {
    const { clock, ask, wrongBy } = machine(seconds)
    ask()
    assert.ok((wrongBy() ?? Infinity) < 1, `${seconds}: ${wrongBy() ?? ''}`)
    assert.match(describeSkew(clock) ?? '', seconds < 0 ? /slow/ : /fast/)
  }
})

test('after a jump of the clock, or ten minutes of sleep, the time is not known until the next reply', () => {
  for (const befalls of ['set', 'suspend'] as const) {
    for (const seconds of [-600, 600]) {
      if (befalls === 'suspend' && seconds < 0) continue
      const one = machine(0)
      one.ask()
      one[befalls](seconds)
      assert.equal(one.wrongBy(), undefined)
      one.pass(3)
      assert.equal(one.wrongBy(), undefined)
      one.ask()
      assert.ok((one.wrongBy() ?? Infinity) < 1)
    }
  }
})

test('a reply that was under way when the clock jumped tells nothing', () => {
  const { clock, set } = machine(0)
  const hear = clock.listen()
  set(600)
  hear(new Date(TRUE).toUTCString())
  assert.equal(clock.correctionMs(), undefined)
})

test('a reply without a date, or with none that can be read, tells nothing', () => {
  const { clock } = machine(0)
  for (const date of [undefined, '', 'soon']) clock.listen()(date)
  assert.equal(clock.correctionMs(), undefined)
})

test('a skew of ten seconds or less is not worth a word', () => {
  const { clock, ask } = machine(9)
  ask()
  assert.equal(describeSkew(clock), undefined)
})
