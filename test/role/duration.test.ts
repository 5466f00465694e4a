import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDuration, parseDuration } from '../../core/language/duration.ts'

const READ: readonly (readonly [unknown, number | undefined])[] = [
  [3600, 3600],
  [0, 0],
  ['3600', 3600],
  ['1h', 3600],
  ['90m', 5400],
  ['1h30m', 5400],
  ['1h30m15s', 5415],
  ['2d', 172_800],
  ['1d12h', 129_600],
  ['1.5h', 5400],
  ['1.1h', 3960],
  ['60000ms', 60],
  ['0s', 0],
  ['', undefined],
  ['1', 1],
  ['-1', undefined],
  ['-1h', undefined],
  [-1, undefined],
  [1.5, undefined],
  ['1.5s', undefined],
  ['500ms', undefined],
  ['1 h', undefined],
  ['1H', undefined],
  ['1w', undefined],
  ['h', undefined],
  ['1h30', undefined],
  ['999999999999', 999_999_999_999],
  ['9999999999999', undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [Number.MAX_SAFE_INTEGER + 1, undefined],
  [true, undefined],
  [null, undefined],
  [[1], undefined],
]

for (const [value, seconds] of READ) {
  test(`the duration ${JSON.stringify(value)} is ${seconds ?? 'none'}`, () => {
    assert.equal(parseDuration(value), seconds)
  })
}

const WRITTEN: readonly (readonly [number, string])[] = [
  [0, '0s'],
  [45, '45s'],
  [60, '1m'],
  [900, '15m'],
  [3600, '1h'],
  [5400, '1h30m'],
  [3661, '1h1m1s'],
  [129_600, '36h'],
  [-90, '-1m30s'],
  [59.6, '1m'],
]

for (const [seconds, text] of WRITTEN) {
  test(`${seconds} seconds are written ${text}`, () => {
    assert.equal(formatDuration(seconds), text)
  })
}

test('a written duration is read back as the same', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000_000), (seconds) => {
      assert.equal(parseDuration(formatDuration(seconds)), seconds)
    }),
  )
})
