import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDaypassError } from '../../core/errors.ts'
import { nameOf, newLeaseId, parseLeaseId, roleOf } from '../../core/lease-id.ts'

const random = (size: number): Uint8Array => randomBytes(size)

test('a new id is read back as itself, with its role and 22 letters and digits', () => {
  for (const role of ['a', 's3-reader', 'team@corp.example', '_x', 'r'.repeat(64)]) {
    const id = newLeaseId(role, random)
    assert.equal(parseLeaseId(id), id)
    assert.equal(roleOf(id), role)
    assert.match(nameOf(id), /^[A-Za-z0-9]{22}$/)
  }
})

test('no two ids are the same', () => {
  const ids = Array.from({ length: 10_000 }, () => newLeaseId('r', random))
  assert.equal(new Set(ids).size, ids.length)
})

test('every letter and digit is as likely as any other', () => {
  const counts = new Map<string, number>()
  for (let round = 0; round < 10_000; round++) {
    for (const char of nameOf(newLeaseId('r', random)))
      counts.set(char, (counts.get(char) ?? 0) + 1)
  }
  const expected = (10_000 * 22) / 62
  const chiSquared = [...counts.values()].reduce(
    (sum, count) => sum + (count - expected) ** 2 / expected,
    0,
  )
  assert.equal(counts.size, 62)
  // 61 degrees of freedom: above 120 once in a hundred thousand runs; a byte modulo 62 gives over 1,000.
  assert.ok(chiSquared < 120, String(chiSquared))
})

for (const text of [
  '',
  'r',
  '/4cZkq2TzWq0bXyN8rPdU1a',
  'r/4cZkq2TzWq0bXyN8rPdU1',
  'r/4cZkq2TzWq0bXyN8rPdU1aa',
  'r/4cZkq2TzWq0bXyN8rPdU1*',
  'r/4cZkq2TzWq0bXyN8rPdU1a\n',
  'a/b/4cZkq2TzWq0bXyN8rPdU1a',
  '../4cZkq2TzWq0bXyN8rPdU1a',
  '-r/4cZkq2TzWq0bXyN8rPdU1a',
  'r-/4cZkq2TzWq0bXyN8rPdU1a',
  'ü/4cZkq2TzWq0bXyN8rPdU1a',
  `${'r'.repeat(65)}/4cZkq2TzWq0bXyN8rPdU1a`,
]) {
  test(`${JSON.stringify(text.slice(0, 40))} is not a lease id`, () => {
    assert.throws(
      () => parseLeaseId(text),
      (error) => isDaypassError(error, 'request-invalid'),
    )
  })
}

test('any text is a lease id of that very text, or refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^[\w./-]{0,8}\/[\w-]{20,24}$/)),
      (text) => {
        try {
          assert.equal(parseLeaseId(text), text)
          assert.equal(`${roleOf(parseLeaseId(text))}/${nameOf(parseLeaseId(text))}`, text)
        } catch (error) {
          if (!isDaypassError(error, 'request-invalid')) throw error
        }
      },
    ),
  )
})
