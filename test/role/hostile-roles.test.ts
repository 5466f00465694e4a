import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDaypassError } from '../../core/errors.ts'
import { parseRole, readRole } from '../../core/role/parse-role.ts'
import { roleDocument } from '../../core/role/role-document.ts'
import { FIELD_NAMES } from '../../core/role/role-schema.ts'
import { ORIGIN } from './problems-of.ts'
import { anyRole } from './role-arbitrary.ts'

/** Reads it, and lets pass only the one error with problems that a person can read. */
function isReadOrRefused(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    assert.ok(isDaypassError(error, 'role-invalid'), String(error))
    assert.ok(error.problems.length > 0)
    for (const { message } of error.problems) {
      assert.match(message, /^\S.*[^.\s]$/s)
      assert.doesNotMatch(message, /\bat .*\.(ts|js):|undefined|\[object|Invalid input/)
    }
  }
}

test('any text is a role or refused with problems', () => {
  const yaml = fc.array(
    fc.constantFrom(
      'credential_type',
      ': ',
      'iam_user',
      '\n',
      '  ',
      '- ',
      '&a ',
      '*a',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|',
      '>',
      '!x ',
      '? ',
      '---',
      '%',
      ',',
      '#',
      '\t',
      '0',
      'policy_document',
      '<<',
    ),
    { maxLength: 40 },
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    yaml.map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      isReadOrRefused(() => parseRole(text, ORIGIN))
    }),
    { numRuns: 400 },
  )
})

test('any value is a role or refused with problems', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  fc.assert(
    fc.property(anything, (value) => {
      isReadOrRefused(() => readRole(value, ORIGIN))
    }),
    { numRuns: 400 },
  )
})

test('a role with any values in its fields is read or refused with problems', () => {
  const near = fc.oneof(
    fc.anything(),
    fc.string(),
    fc.array(fc.string()),
    fc.dictionary(fc.string(), fc.string()),
    fc.constantFrom(
      0,
      -1,
      900,
      '1h',
      'iam_user',
      'assumed_role',
      'federation_token',
      'session_token',
      'arn:aws:iam::123456789012:role/r',
      '{}',
      '{{',
      '{{role}}',
      '//',
    ),
  )
  const fields = fc.dictionary(fc.constantFrom(...FIELD_NAMES, 'data', 'polices'), near)
  fc.assert(
    fc.property(anyRole, fields, (role, changes) => {
      isReadOrRefused(() => readRole({ ...roleDocument(role), ...changes }, ORIGIN))
    }),
    { numRuns: 400 },
  )
})

test('a text with any part cut out or doubled is read or refused with problems', () => {
  fc.assert(
    fc.property(anyRole, fc.nat(), fc.nat(300), fc.boolean(), (role, start, length, isDoubled) => {
      const text = JSON.stringify(roleDocument(role), undefined, 2)
      const from = start % text.length
      const part = text.slice(from, from + length)
      const changed = `${text.slice(0, from)}${isDoubled ? part + part : ''}${text.slice(from + length)}`
      isReadOrRefused(() => parseRole(changed, ORIGIN))
    }),
    { numRuns: 500 },
  )
})

test('a value that refers to itself is refused', () => {
  const cycle: Record<string, unknown> = { credential_type: 'iam_user' }
  cycle['policy_document'] = { Statement: [cycle] }
  isReadOrRefused(() => readRole(cycle, ORIGIN))
  assert.throws(() => readRole(cycle, ORIGIN), /has 2 problems|has a problem/)
})
