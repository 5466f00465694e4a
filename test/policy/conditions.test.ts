import { test } from 'node:test'
import assert from 'node:assert/strict'
import { conditionsHold } from '../../core/policy/conditions.ts'
import { parseIpRange } from '../../core/policy/ip.ts'
import { parseDate, parseNumber } from '../../core/policy/values.ts'

type Values = string | readonly string[]

/** Whether one operator holds for a key with this value (undefined: not there) against these. */
function holds(operator: string, actual: Values | undefined, wanted: Values): boolean {
  const lookup = (key: string) => (key === 'aws:x' ? actual : key === 'aws:me' ? 'ann' : undefined)
  const values = typeof wanted === 'string' ? [wanted] : wanted
  return conditionsHold({ [operator]: { 'aws:x': values } }, lookup, lookup)
}

const NOON = '2026-01-01T12:00:00Z'
const ROLE = 'arn:aws:iam::123456789012:role/ci/deploy'

const ROWS: readonly (readonly [
  operator: string,
  actual: Values | undefined,
  wanted: Values,
  holds: boolean,
])[] = [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 'a', ['b', 'a'], true],
  ['StringEquals', 'abc', 'a*', false],
  ['StringEquals', 'a*', 'a*', true],
  ['StringEquals', '', '', true],
  ['StringEquals', 'ann', '${aws:me}', true],
  ['StringEquals', '*', '${*}', true],
  ['StringEquals', 'a', [], false],
  ['StringNotEquals', 'a', 'a', false],
  ['StringNotEquals', 'a', ['b', 'a'], false],
  ['StringNotEquals', 'a', ['b', 'c'], true],
  ['StringNotEquals', 'a', '${aws:nobody}', true],
  ['StringNotEquals', 'a', ['${aws:nobody}', 'a'], false],
  ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
  ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
  ['StringLike', 'AROAX:L-one', '*:L-one', true],
  ['StringLike', 'AROAX:L-one', 'AROAX:L-on?', true],
  ['StringLike', 'AROAX:L-one', 'aroax:*', false],
  ['StringLike', 'ann/x', '${aws:me}/*', true],
  ['StringLike', '', ['', 'home/*'], true],
  ['StringNotLike', 'AROAX:L-one', ['*:L-two', '*:L-one'], false],
  ['StringNotLike', 'AROAX:L-one', '*:L-two', true],
  ['NumericEquals', '10', '10.0', true],
  ['NumericEquals', 'ten', '10', false],
  ['NumericNotEquals', '10', '11', true],
  ['NumericLessThan', '9.5', '10', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '-1', '-2', true],
  ['NumericGreaterThan', '10', '9', true],
  ['NumericGreaterThanEquals', '10', ['11', '10'], true],
  ['DateEquals', NOON, '2026-01-01T13:00:00+01:00', true],
  ['DateEquals', NOON, '1767268800', true],
  ['DateNotEquals', NOON, '1767268801', true],
  ['DateLessThan', NOON, NOON, false],
  ['DateLessThan', '2026-01-01T11:59:59Z', NOON, true],
  ['DateLessThanEquals', NOON, NOON, true],
  ['DateGreaterThan', NOON, NOON, false],
  ['DateGreaterThan', '2026-01-01T12:00:01Z', NOON, true],
  ['DateGreaterThan', '1767268801', NOON, true],
  ['DateGreaterThan', NOON, '2025-12-31', true],
  ['DateGreaterThanEquals', NOON, NOON, true],
  ['DateGreaterThan', 'never', NOON, false],
  ['Bool', 'true', 'True', true],
  ['Bool', 'false', 'true', false],
  ['Bool', 'yes', 'true', false],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
  ['BinaryEquals', 'QUI', 'QUI=', true],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6', false],
  ['IpAddress', '203.0.113.9', '203.0.113.0/24', true],
  ['IpAddress', '203.0.114.9', '203.0.113.0/24', false],
  ['IpAddress', '203.0.113.9', '203.0.113.9', true],
  ['IpAddress', '203.0.113.9', '0.0.0.0/0', true],
  ['IpAddress', '203.0.113.200', '203.0.113.128/25', true],
  ['IpAddress', '203.0.113.9', '203.0.113.128/25', false],
  ['IpAddress', '2001:db8:1234:5678::9', '2001:DB8:1234:5678::/64', true],
  ['IpAddress', '2001:db8:1234:5679::9', '2001:DB8:1234:5678::/64', false],
  ['IpAddress', '2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
  ['IpAddress', '203.0.113.9', ['2001:db8::/32', '203.0.113.0/24'], true],
  ['IpAddress', '203.0.113.9', '::/0', false],
  ['NotIpAddress', '203.0.113.9', '203.0.113.0/24', false],
  ['NotIpAddress', '2001:db8::1', '203.0.113.0/24', true],
  ['ArnEquals', ROLE, 'arn:aws:iam::123456789012:role/*', true],
  ['ArnLike', ROLE, 'arn:*:iam::*:role/ci/????oy', true],
  ['ArnLike', ROLE, 'arn:aws:iam::123456789012:ROLE/*', false],
  ['ArnLike', 'arn:aws:iam::1:user/ann', 'arn:aws:iam::1:user/${aws:me}', true],
  ['ArnNotLike', ROLE, ['arn:aws:iam::*:user/*', 'arn:aws:iam::*:role/*'], false],
  ['ArnNotEquals', ROLE, 'arn:aws:iam::*:user/*', true],
  ['Null', 'a', 'false', true],
  ['Null', 'a', 'true', false],
  ['Null', undefined, 'true', true],
  ['Null', undefined, 'false', false],
  ['Null', '', 'true', true],
  ['Null', [], 'true', true],
  ['Null', ['a'], ['true', 'false'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'c'], true],
  ['ForAllValues:StringEquals', ['a', 'd'], ['a', 'b', 'c'], false],
  ['ForAllValues:StringEquals', [], 'a', true],
  ['ForAllValues:StringEquals', [''], 'a', true],
  ['ForAllValues:StringEquals', 'a', ['a'], true],
  ['ForAllValues:StringLike', ['ab', 'ac'], 'a?', true],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['b', 'c'], false],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
  ['ForAnyValue:StringEquals', ['a', 'd'], ['d', 'e'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['d', 'e'], false],
  ['ForAnyValue:StringEquals', [], 'a', false],
  ['ForAnyValue:StringNotEquals', '', 'a', false],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a'], true],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], false],
  // A key with several values needs a qualifier.
  ['StringEquals', ['a'], 'a', false],
  ['StringNotEquals', ['b'], 'a', false],
  ['stringEQUALS', 'a', 'a', true],
  ['foranyvalue:stringlikeIFEXISTS', ['ab'], 'a*', true],
  ['StringMatches', 'a', 'a', false],
]

for (const [operator, actual, wanted, expected] of ROWS) {
  const left = actual === undefined ? 'a missing key' : JSON.stringify(actual)
  test(`${left} ${operator} ${JSON.stringify(wanted)} is ${expected}`, () => {
    assert.equal(holds(operator, actual, wanted), expected)
  })
}

const POSITIVE = [
  'StringEquals',
  'StringLike',
  'NumericLessThan',
  'DateGreaterThan',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'ArnLike',
]
const NEGATED = [
  'StringNotEquals',
  'StringNotEqualsIgnoreCase',
  'StringNotLike',
  'NumericNotEquals',
  'DateNotEquals',
  'NotIpAddress',
  'ArnNotEquals',
  'ArnNotLike',
]

test('a missing key does not match a positive operator, and matches a negated one', () => {
  for (const operator of POSITIVE) assert.equal(holds(operator, undefined, '1'), false, operator)
  for (const operator of NEGATED) assert.equal(holds(operator, undefined, '1'), true, operator)
})

test('with IfExists a missing key matches, and a key that is there is compared', () => {
  for (const operator of [...POSITIVE, ...NEGATED]) {
    for (const qualifier of ['', 'ForAllValues:', 'ForAnyValue:']) {
      assert.equal(holds(`${qualifier}${operator}IfExists`, undefined, '1'), true, operator)
    }
  }
  assert.equal(holds('StringEqualsIfExists', 'a', 'b'), false)
  assert.equal(holds('StringNotEqualsIfExists', 'a', 'a'), false)
})

test('a missing key matches ForAllValues and does not match ForAnyValue, negated or not', () => {
  for (const operator of [...POSITIVE, ...NEGATED]) {
    assert.equal(holds(`ForAllValues:${operator}`, undefined, '1'), true, operator)
    assert.equal(holds(`ForAnyValue:${operator}`, undefined, '1'), false, operator)
  }
})

test('all operators and all keys must hold', () => {
  const values: Record<string, string> = { 'aws:a': '1', 'aws:b': '2' }
  const lookup = (key: string) => values[key]
  const check = (a: string, b: string, c: string) =>
    conditionsHold(
      { StringEquals: { 'aws:a': [a], 'aws:b': [b] }, NumericLessThan: { 'aws:b': [c] } },
      lookup,
      lookup,
    )
  assert.equal(check('1', '2', '3'), true)
  assert.equal(check('0', '2', '3'), false)
  assert.equal(check('1', '0', '3'), false)
  assert.equal(check('1', '2', '2'), false)
  assert.equal(conditionsHold(undefined, lookup, lookup), true)
})

test('where the policy has no variables, they are plain text', () => {
  const lookup = () => 'ann'
  assert.equal(
    conditionsHold({ StringEquals: { 'aws:x': ['${aws:me}'] } }, lookup, undefined),
    false,
  )
})

test('dates are read in W3C formats and as epoch seconds, and nothing else is', () => {
  const noon = Date.UTC(2026, 0, 1, 12)
  const same = [NOON, '2026-01-01T12:00Z', '2026-01-01T12:00:00.000Z', '2026-01-01t12:00:00z']
  for (const text of [...same, '2026-01-01T12:00:00', '2026-01-01T04:30:00-07:30', '1767268800']) {
    assert.equal(parseDate(text), noon, text)
  }
  assert.equal(parseDate('2026-01-01'), Date.UTC(2026, 0, 1))
  assert.equal(parseDate('2026-02'), Date.UTC(2026, 1, 1))
  for (const text of [
    '',
    'soon',
    '2026-13-01',
    '2026-01-01 12:00',
    '01/02/2026',
    '-5',
    '1.5',
    '2026-01-01T25:00Z',
  ]) {
    assert.equal(parseDate(text), undefined, text)
  }
})

test('numbers are integers and decimals, and nothing else is', () => {
  assert.deepEqual(['0', '-7', '+3', '2.50'].map(parseNumber), [0, -7, 3, 2.5])
  for (const text of ['', ' 1', '1e3', '0x10', '1.', '.5', 'ten', 'Infinity']) {
    assert.equal(parseNumber(text), undefined, text)
  }
})

test('what is no address and no range is not read as one', () => {
  const bad = [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::/129',
    'g::',
    '1:2:3:4:5:6:7::8:9',
  ]
  for (const text of bad) assert.equal(parseIpRange(text), undefined, text)
  assert.deepEqual(parseIpRange('::ffff:1.2.3.4')?.bytes.slice(10), [255, 255, 1, 2, 3, 4])
  assert.equal(parseIpRange('1:2:3:4:5:6:7::')?.bytes.length, 16)
})
