import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  ValueError,
  decodeJson,
  decodeValue,
  encodeValue,
} from '../../terraform-plugin/protocol/dynamic-value.ts'
import { findNullElement, findUnknown } from '../../terraform-plugin/protocol/find-value.ts'
import { fromMsgpack, toMsgpack } from '../../terraform-plugin/protocol/msgpack.ts'
import { isSameValue } from '../../terraform-plugin/protocol/same-value.ts'
import { isUnknown, unknown } from '../../terraform-plugin/protocol/value.ts'
import type { Value, ValueType } from '../../terraform-plugin/protocol/value.ts'
import { typeFromJson, typeToJson } from '../../terraform-plugin/protocol/value-type.ts'

const NOTHING = new Uint8Array(0)

function hex(type: ValueType, value: unknown): string {
  return Buffer.from(encodeValue(type, value).msgpack).toString('hex')
}

function read(type: ValueType, bytes: string): Value {
  return decodeValue(type, { msgpack: Buffer.from(bytes, 'hex'), json: NOTHING })
}

function echo(type: ValueType, value: unknown): Value {
  return decodeValue(type, { ...encodeValue(type, value), json: NOTHING })
}

const types: fc.Arbitrary<ValueType> = fc.letrec<{ type: ValueType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<ValueType>('string', 'number', 'bool', 'dynamic'),
    fc.record({ list: tie('type') }),
    fc.record({ set: tie('type') }),
    fc.record({ map: tie('type') }),
    fc.record({
      object: fc.dictionary(fc.stringMatching(/^[a-z_]{1,5}$/), tie('type'), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    }),
    fc.record({ tuple: fc.array(tie('type'), { maxLength: 3 }) }),
  ),
})).type

function values(type: ValueType): fc.Arbitrary<Value> {
  const known = knownValues(type)
  return fc.oneof({ weight: 8, arbitrary: known }, fc.constant(null), fc.constant(unknown))
}

function knownValues(type: ValueType): fc.Arbitrary<Value> {
  if (type === 'string') return fc.string({ unit: 'grapheme' }).map((text) => text.normalize('NFC'))
  if (type === 'bool') return fc.boolean()
  if (type === 'number')
    return fc.oneof(
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
      fc.bigInt({ min: 2n ** 60n, max: 2n ** 80n }),
      fc.constantFrom('0.123456789012345678901', '1e300'),
    )
  if (type === 'dynamic')
    return fc.string().map((text) => ({ type: 'string', value: text.normalize('NFC') }))
  if ('list' in type) return fc.array(values(type.list), { maxLength: 3 })
  if ('set' in type) return fc.array(values(type.set), { maxLength: 1 })
  if ('map' in type)
    return fc.dictionary(fc.stringMatching(/^[a-z]{0,4}$/), values(type.map), {
      maxKeys: 3,
      noNullPrototype: true,
    })
  if ('tuple' in type) return fc.tuple(...type.tuple.map(values))
  return fc.record(
    Object.fromEntries(Object.entries(type.object).map(([name, of]) => [name, values(of)])),
  )
}

test('a value of any type reads as it was written, and no digit is lost', () => {
  const typed = types.chain((type) => fc.tuple(fc.constant(type), values(type)))
  fc.assert(
    fc.property(typed, ([type, value]) => {
      const plain = (one: Value): string =>
        JSON.stringify(one, (_key, inner: unknown) =>
          isUnknown(inner) ? '(unknown)' : typeof inner === 'bigint' ? `${inner}n` : inner,
        )
      assert.equal(plain(echo(type, value)), plain(value))
    }),
    { numRuns: 200 },
  )
})

test('a type reads as it was written', () => {
  fc.assert(
    fc.property(types, (type) => {
      const read = typeFromJson(JSON.parse(JSON.stringify(typeToJson(type))))
      assert.equal(JSON.stringify(read), JSON.stringify(type))
    }),
  )
})

test('numbers have the form that Terraform gives them', () => {
  assert.equal(hex('number', 1), '01')
  assert.equal(hex('number', 2 ** 53 - 1), 'cf001fffffffffffff')
  assert.equal(hex('number', 9223372036854775807n), 'cf7fffffffffffffff')
  assert.equal(hex('number', 0.5), 'cb3fe0000000000000')
  assert.equal(fromMsgpack(encodeValue('number', 2n ** 63n).msgpack), '9223372036854775808')
  assert.equal(fromMsgpack(encodeValue('number', 1e30).msgpack), '1000000000000000019884624838656')
  assert.equal(read('number', 'a3302e31'), '0.1')
  assert.equal(read('number', 'cf0000000000000005'), 5)
  assert.equal(read('number', 'd38000000000000000'), -9223372036854775808n)
})

test('every extension is an unknown, and what is known of it is handed back', () => {
  assert.equal(hex('string', unknown), 'd40000')
  for (const bytes of ['d40000', 'c7030c8101c2', 'd50c81c2', 'd4ff00']) {
    const value = read('string', bytes)
    assert.ok(isUnknown(value))
  }
  assert.equal(hex('string', read('string', 'c7030c8101c2')), 'c7030c8101c2')
})

test('an object holds every attribute of its type', () => {
  const type: ValueType = { object: { a: 'string', b: { list: 'string' } } }
  assert.deepEqual(fromMsgpack(encodeValue(type, { a: 'x' }).msgpack), { a: 'x', b: null })
  assert.throws(() => encodeValue(type, { c: 'x' }), ValueError)
})

test('texts are composed, and a set has each element once', () => {
  assert.equal(echo('string', 'e\u0301'), '\u00e9')
  assert.deepEqual(echo({ set: 'string' }, ['e\u0301', '\u00e9', 'x']), ['\u00e9', 'x'])
})

test('a dynamic value brings its type, in MessagePack and in JSON', () => {
  const value = { type: { list: 'number' } as const, value: [1, 2] }
  assert.deepEqual(echo('dynamic', value), value)
  const json = Buffer.from('{"type":["list","number"],"value":[1,2]}')
  assert.deepEqual(decodeJson('dynamic', json), value)
})

test('JSON of a state loses no digits', () => {
  const json = '{"a":12345678901234567890,"b":0.1,"c":"1\\"2","d":5,"e":[1e400]}'
  const type: ValueType = {
    object: { a: 'number', b: 'number', c: 'string', d: 'number', e: { list: 'number' } },
  }
  assert.deepEqual(decodeJson(type, Buffer.from(json)), {
    a: 12345678901234567890n,
    b: '0.1',
    c: '1"2',
    d: 5,
    e: ['1e400'],
  })
})

test('a value of another type is refused with its place, and without the value', () => {
  const type: ValueType = { object: { a: { map: { list: 'bool' } } } }
  assert.throws(
    () => encodeValue(type, { a: { key: [true, 'geheim'] } }),
    (error) => {
      assert.ok(error instanceof ValueError)
      assert.deepEqual(error.path, ['a', { key: 'key' }, 1])
      assert.doesNotMatch(error.message, /geheim/)
      return true
    },
  )
})

test('nulls and unknowns inside are found with their place; into a set no path leads', () => {
  const type: ValueType = {
    object: { l: { list: 'string' }, s: { set: { object: { x: 'string' } } } },
  }
  assert.deepEqual(findNullElement(type, { l: ['a', null], s: [] }), ['l', 1])
  assert.equal(findNullElement(type, { l: null, s: [{ x: null }] }), undefined)
  assert.deepEqual(findUnknown(type, { l: [], s: [{ x: unknown }] }), ['s', 'x'])
  assert.equal(findUnknown(type, { l: ['a'], s: [] }), undefined)
})

test('the order in a set does not count, in a list it does; what is unknown is never the same', () => {
  assert.ok(isSameValue({ set: 'string' }, ['a', 'b'], ['b', 'a']))
  assert.ok(!isSameValue({ list: 'string' }, ['a', 'b'], ['b', 'a']))
  assert.ok(isSameValue({ map: 'number' }, { a: 1, b: 2n ** 70n }, { b: 2n ** 70n, a: 1 }))
  assert.ok(!isSameValue('string', unknown, unknown))
  assert.ok(!isSameValue('string', null, 'null'))
})

test('random bytes are a value or an error', () => {
  fc.assert(
    fc.property(types, fc.uint8Array({ maxLength: 40 }), (type, random) => {
      try {
        toMsgpack(decodeValue(type, { msgpack: random, json: NOTHING }))
      } catch (error) {
        assert.ok(error instanceof Error)
      }
    }),
    { numRuns: 1000 },
  )
})
