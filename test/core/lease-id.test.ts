import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { DaypassError } from '../../core/errors.ts'
import {
  LEASE_NAME_PATTERN,
  nameOf,
  newLeaseId,
  parseLeaseId,
  roleOf,
} from '../../core/lease/lease-id.ts'

const random = (size: number): Uint8Array => randomBytes(size)

test('a new id says its role and has a name of 22 letters and digits', () => {
  const id = newLeaseId('s3-reader', random)
  assert.equal(roleOf(id), 's3-reader')
  assert.match(nameOf(id), LEASE_NAME_PATTERN)
  assert.equal(parseLeaseId(id), id)
})

test('ten thousand new ids are all different and use every letter and digit alike', () => {
  const names = Array.from({ length: 10_000 }, () => nameOf(newLeaseId('r', random)))
  assert.equal(new Set(names).size, names.length)
  const counts = new Map<string, number>()
  for (const char of names.join('')) counts.set(char, (counts.get(char) ?? 0) + 1)
  assert.equal(counts.size, 62)
  const mean = (22 * 10_000) / 62
  for (const [char, count] of counts)
    assert.ok(Math.abs(count - mean) < mean * 0.1, `${char}: ${count}`)
})

for (const text of [
  '',
  'ci',
  'ci/',
  '/4cZkq2TzWq0bXyN8rPdU1a',
  'ci/short',
  'ci/*cZkq2TzWq0bXyN8rPdU1a',
  'ci/x/4cZkq2TzWq0bXyN8rPdU1a',
  '-ci/4cZkq2TzWq0bXyN8rPdU1a',
  'ci/4cZkq2TzWq0bXyN8rPdU1a\n',
]) {
  test(`${JSON.stringify(text)} is no lease id`, () => {
    assert.throws(() => parseLeaseId(text), { code: 'request-invalid' })
  })
}

test('no text makes the parser fail with anything but its own error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        assert.equal(parseLeaseId(text), text)
      } catch (error) {
        assert.ok(error instanceof DaypassError)
      }
    }),
  )
})
