import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bool,
  bytes,
  decode,
  encode,
  int,
  many,
  message,
  named,
  nested,
  optional,
  text,
  texts,
} from '../../terraform-plugin/protocol/message.ts'
import { WireError } from '../../terraform-plugin/protocol/wire.ts'

const inner = message({ name: text(1), count: optional(int(2)) })
const outer = message({
  text: text(1),
  bytes: bytes(2),
  bool: bool(3),
  int: int(4),
  inner: nested(5, () => inner),
  many: many(6, () => inner),
  texts: texts(7),
  named: named(8, () => inner),
  maybe: optional(bytes(900)),
})

const words = fc.string({ unit: 'binary' })
const inners = fc.record({ name: words, count: fc.option(fc.maxSafeNat(), { nil: undefined }) })
const outers = fc.record({
  text: words,
  bytes: fc.uint8Array(),
  bool: fc.boolean(),
  int: fc.maxSafeInteger(),
  inner: fc.option(inners, { nil: undefined }),
  many: fc.array(inners),
  texts: fc.array(words),
  named: fc.dictionary(words, inners),
  maybe: fc.option(fc.uint8Array(), { nil: undefined }),
})

test('a message that was written reads as it was', () => {
  fc.assert(
    fc.property(outers, (value) => {
      assert.deepEqual(plain(decode(outer, encode(outer, value))), plain(value))
    }),
    { numRuns: 200 },
  )
})

test('the bytes are those of protobuf', () => {
  // The examples of https://protobuf.dev/programming-guides/encoding/
  assert.equal(hex(encode(message({ a: int(1) }), { a: 150 })), '089601')
  assert.equal(hex(encode(message({ b: text(2) }), { b: 'testing' })), '120774657374696e67')
  assert.equal(
    hex(encode(message({ c: nested(3, () => message({ a: int(1) })) }), { c: { a: 150 } })),
    '1a03089601',
  )
  assert.equal(hex(encode(message({ a: int(1) }), { a: -2 })), '08feffffffffffffffff01')
})

test('a default is not sent, an optional one is', () => {
  assert.equal(encode(outer, { text: '', int: 0, bool: false, bytes: new Uint8Array(0) }).length, 0)
  assert.equal(hex(encode(inner, { count: 0 })), '1000')
})

test('fields of a newer protocol are skipped, whatever their type', () => {
  const newer = Uint8Array.from([
    ...[0x98, 0x06, 0x01],
    ...[0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8],
    ...[0xad, 0x06, 1, 2, 3, 4],
    ...[0xb2, 0x06, 2, 9, 9],
    ...encode(inner, { name: 'x' }),
  ])
  assert.deepEqual(decode(inner, newer), { name: 'x' })
})

test('random bytes are a message or a WireError, never anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (random) => {
      try {
        decode(outer, random)
      } catch (error) {
        assert.ok(error instanceof WireError)
      }
    }),
    { numRuns: 2000 },
  )
})

function hex(content: Uint8Array): string {
  return Buffer.from(content).toString('hex')
}

/** Bytes as text, without what is absent. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return present.map(([name, inner]) => [name, plain(inner)]).sort()
}
