/**
 * The lowest level of protobuf: tags, varints and lengths.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */

/** Thrown when bytes are not what they should be. Its message shows no content. */
export class WireError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WireError'
  }
}

/** How a field lies on the wire: 0 varint, 1 eight bytes, 2 with length, 5 four bytes. */
export type WireType = 0 | 1 | 2 | 5

/** A field as it lies on the wire. A varint is unsigned; fixed numbers are skipped, nothing here uses them. */
export type RawField =
  | { readonly no: number; readonly type: 0; readonly varint: bigint }
  | { readonly no: number; readonly type: 1 | 5 }
  | { readonly no: number; readonly type: 2; readonly bytes: Uint8Array }

/** Reads the fields of a message one after another; `WireError` at the first that is broken. */
export function* readFields(bytes: Uint8Array): Generator<RawField> {
  let at = 0
  while (at < bytes.length) {
    const tag = readVarint(bytes, at)
    const no = Number(tag.value >> 3n)
    const type = Number(tag.value & 7n)
    if (no === 0 || no > 0x1fffffff) throw new WireError('a field has an impossible number')
    at = tag.end
    if (type === 0) {
      const { value, end } = readVarint(bytes, at)
      at = end
      yield { no, type, varint: value }
    } else if (type === 1 || type === 5) {
      at = within(bytes, at + (type === 1 ? 8 : 4))
      yield { no, type }
    } else if (type === 2) {
      const length = readVarint(bytes, at)
      if (length.value > BigInt(bytes.length)) throw new WireError('a field ends too late')
      at = within(bytes, length.end + Number(length.value))
      yield { no, type, bytes: bytes.subarray(length.end, at) }
    } else {
      throw new WireError('a field has a wire type that is not used')
    }
  }
}

function within(bytes: Uint8Array, end: number): number {
  if (end > bytes.length) throw new WireError('a field ends too late')
  return end
}

function readVarint(
  bytes: Uint8Array,
  at: number,
): { readonly value: bigint; readonly end: number } {
  let value = 0n
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) throw new WireError('the message ends inside a number')
    value |= BigInt(byte & 0x7f) << BigInt(7 * index)
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: at + index + 1 }
  }
  throw new WireError('a number is too long')
}

/** Bytes that are being put together. */
export type Chunks = Uint8Array[]

/** Appends a number; a negative one as the ten bytes of its complement. */
export function writeVarint(parts: Chunks, value: number | bigint): void {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  parts.push(Uint8Array.from(bytes))
}

/** Appends the number and the wire type of a field. */
export function writeTag(parts: Chunks, no: number, type: WireType): void {
  writeVarint(parts, no * 8 + type)
}

/** Appends a field with a length. */
export function writeBytes(parts: Chunks, no: number, bytes: Uint8Array): void {
  writeTag(parts, no, 2)
  writeVarint(parts, bytes.length)
  parts.push(bytes)
}
