/**
 * Values on their way in and out, as their type says.
 * Source: https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
import type { AttributePath } from './diagnostic.ts'
import { fromMsgpack, toMsgpack } from './msgpack.ts'
import { fromBigInt, parseJson, readDigits, toWire } from './number.ts'
import { isUnknown } from './value.ts'
import type { Dynamic, ObjectValue, Value, ValueType } from './value.ts'
import { mapEntries, typeFromJson, typeToBytes } from './value-type.ts'

/** Thrown when a value does not fit its type. The message says what was expected, never the value. */
export class ValueError extends Error {
  readonly path: AttributePath

  constructor(expected: string, path: AttributePath) {
    super(`expected ${expected}`)
    this.name = 'ValueError'
    this.path = path
  }
}

/** The two encodings of a value; Terraform sends MessagePack, and JSON only for what comes from a state file. */
export interface EncodedValue {
  readonly msgpack: Uint8Array
  readonly json: Uint8Array
}

/** Reads a value of that type; `undefined` and no bytes are null. Throws `ValueError` or what the decoder throws. */
export function decodeValue(type: ValueType, encoded: EncodedValue | undefined): Value {
  if (encoded === undefined) return null
  if (encoded.msgpack.length > 0) return fromRaw(type, fromMsgpack(encoded.msgpack), [])
  return encoded.json.length > 0 ? decodeJson(type, encoded.json) : null
}

/** Reads a value of that type from JSON; attributes that the type does not have are dropped. */
export function decodeJson(type: ValueType, json: Uint8Array): Value {
  return fromRaw(type, parseJson(Buffer.from(json).toString('utf8')), [])
}

/** Writes a value of that type; what is left out of an object is null. Throws `ValueError`. */
export function encodeValue(type: ValueType, value: unknown): { readonly msgpack: Uint8Array } {
  return { msgpack: toMsgpack(toRaw(type, value, [])) }
}

function fromRaw(type: ValueType, raw: unknown, path: AttributePath): Value {
  if (raw === null || raw === undefined) return null
  if (isUnknown(raw)) return raw
  if (typeof type === 'string') return primitive(type, raw, path)
  if ('object' in type) {
    const attributes = recordOf(raw, path)
    return mapEntries(type.object, (of, name) => fromRaw(of, attributes[name], [...path, name]))
  }
  if ('map' in type)
    return mapEntries(recordOf(raw, path), (element, key) =>
      fromRaw(type.map, element, [...path, { key }]),
    )
  return arrayOf(raw, path).map((element, index) =>
    fromRaw(elementType(type, index, path), element, elementPath(type, path, index)),
  )
}

function primitive(
  type: 'string' | 'number' | 'bool' | 'dynamic',
  raw: unknown,
  path: AttributePath,
): Value {
  if (type === 'dynamic') return dynamicFromRaw(raw, path)
  if (type === 'string' && typeof raw === 'string') return raw
  if (type === 'bool' && typeof raw === 'boolean') return raw
  if (type === 'number') {
    if (typeof raw === 'number') return raw
    if (typeof raw === 'bigint') return fromBigInt(raw)
    const parsed = typeof raw === 'string' ? readDigits(raw) : undefined
    if (parsed !== undefined) return parsed
  }
  throw new ValueError(`a ${type}`, path)
}

function dynamicFromRaw(raw: unknown, path: AttributePath): Dynamic {
  const [typeJson, value] = Array.isArray(raw)
    ? [jsonOf((raw as readonly unknown[])[0], path), (raw as readonly unknown[])[1]]
    : [recordOf(raw, path)['type'], recordOf(raw, path)['value']]
  const type = typeFromJson(typeJson)
  return { type, value: fromRaw(type, value, path) }
}

function jsonOf(raw: unknown, path: AttributePath): unknown {
  if (!(raw instanceof Uint8Array)) throw new ValueError('a type before the value', path)
  return JSON.parse(Buffer.from(raw).toString('utf8')) as unknown
}

function toRaw(type: ValueType, value: unknown, path: AttributePath): unknown {
  if (value === null || value === undefined) return null
  if (isUnknown(value)) return value
  if (typeof type === 'string') return primitiveToRaw(type, value, path)
  if ('object' in type) {
    const attributes = recordOf(value, path)
    const stray = Object.keys(attributes).find((name) => !Object.hasOwn(type.object, name))
    if (stray !== undefined) throw new ValueError('nothing', [...path, stray])
    return mapEntries(type.object, (of, name) => toRaw(of, attributes[name], [...path, name]))
  }
  if ('map' in type)
    return Object.fromEntries(
      Object.entries(recordOf(value, path)).map(([key, element]) => [
        key.normalize('NFC'),
        toRaw(type.map, element, [...path, { key }]),
      ]),
    )
  const elements = arrayOf(value, path).map((element, index) =>
    toRaw(elementType(type, index, path), element, elementPath(type, path, index)),
  )
  if ('tuple' in type && elements.length !== type.tuple.length)
    throw new ValueError(`${type.tuple.length} elements`, path)
  return 'set' in type ? withoutTwins(elements) : elements
}

function primitiveToRaw(
  type: 'string' | 'number' | 'bool' | 'dynamic',
  value: unknown,
  path: AttributePath,
): unknown {
  if (type === 'string' && typeof value === 'string') return value.normalize('NFC')
  if (type === 'bool' && typeof value === 'boolean') return value
  if (type === 'number') {
    if ((typeof value === 'number' && !Number.isNaN(value)) || typeof value === 'bigint')
      return toWire(value)
    if (typeof value === 'string' && readDigits(value) !== undefined) return value
  }
  if (type === 'dynamic') {
    const dynamic = recordOf(value, path) as unknown as Dynamic
    return [typeToBytes(dynamic.type), toRaw(dynamic.type, dynamic.value, path)]
  }
  throw new ValueError(`a ${type}`, path)
}

/** A set has each element once; two that differ only in how their characters are composed are one. */
function withoutTwins(elements: readonly unknown[]): readonly unknown[] {
  const byBytes = new Map(
    elements.map((element) => [Buffer.from(toMsgpack(element)).toString('latin1'), element]),
  )
  return [...byBytes.values()]
}

function elementType(
  type: Exclude<ValueType, string | { object: unknown } | { map: unknown }>,
  index: number,
  path: AttributePath,
): ValueType {
  if ('list' in type) return type.list
  if ('set' in type) return type.set
  const of = type.tuple[index]
  if (of === undefined) throw new ValueError(`${type.tuple.length} elements`, path)
  return of
}

/** Into a set no path leads. */
function elementPath(type: ValueType, path: AttributePath, index: number): AttributePath {
  return typeof type === 'object' && 'set' in type ? path : [...path, index]
}

function recordOf(raw: unknown, path: AttributePath): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw) || raw instanceof Uint8Array)
    throw new ValueError('an object', path)
  return raw as Readonly<Record<string, unknown>>
}

function arrayOf(raw: unknown, path: AttributePath): readonly unknown[] {
  if (!Array.isArray(raw)) throw new ValueError('a list', path)
  return raw
}

/** An object's attributes; `ValueError` where the value is none (null and unknown are none). */
export function objectValue(value: Value): ObjectValue {
  if (isUnknown(value)) throw new ValueError('a known object', [])
  return recordOf(value, []) as ObjectValue
}
