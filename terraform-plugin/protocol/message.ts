/**
 * Messages as tables: a message is a record of fields, each with its number and kind; its TypeScript type follows from
 * the table. Unknown fields are skipped, so newer clients are understood.
 */
import { WireError, readFields, writeBytes, writeTag, writeVarint } from './wire.ts'
import type { Chunks, RawField } from './wire.ts'

type Kind = 'text' | 'bytes' | 'bool' | 'int' | (() => Message<unknown>)

/** How many there are: one or its default, one or none, any number, or any number by name. */
type Label = 'one' | 'optional' | 'repeated' | 'map'

/** One field, whose value in a read message is a `T`. */
export interface Field<T> {
  readonly no: number
  readonly kind: Kind
  readonly label: Label
  /** Never there; carries the type. */
  readonly type?: T
}

/** A message whose value, when read, is a `T`. */
export interface Message<T> {
  readonly fields: Readonly<Record<string, Field<unknown>>>
  /** Never there; carries the type. */
  readonly type?: T
}

/** What may be written as a `T`: every field may be left out. */
export type Writable<T> = T extends Uint8Array
  ? T
  : T extends readonly (infer E)[]
    ? readonly Writable<E>[]
    : T extends object
      ? { readonly [K in keyof T]?: Writable<T[K]> | undefined }
      : T

/** A string; empty where it is absent. */
export function text(no: number): Field<string> {
  return { no, kind: 'text', label: 'one' }
}

/** Bytes; none where they are absent. */
export function bytes(no: number): Field<Uint8Array> {
  return { no, kind: 'bytes', label: 'one' }
}

/** A boolean; false where it is absent. */
export function bool(no: number): Field<boolean> {
  return { no, kind: 'bool', label: 'one' }
}

/** An int64 or enum; 0 where it is absent. Beyond 2^53 digits are lost: nothing in the protocol is so large. */
export function int(no: number): Field<number> {
  return { no, kind: 'int', label: 'one' }
}

/** A message inside. */
export function nested<T>(no: number, of: () => Message<T>): Field<T | undefined> {
  return { no, kind: of, label: 'optional' }
}

/** Any number of messages. */
export function many<T>(no: number, of: () => Message<T>): Field<readonly T[]> {
  return { no, kind: of, label: 'repeated' }
}

/** Any number of strings. */
export function texts(no: number): Field<readonly string[]> {
  return { no, kind: 'text', label: 'repeated' }
}

/** Messages by name. */
export function named<T>(no: number, of: () => Message<T>): Field<Readonly<Record<string, T>>> {
  return { no, kind: of, label: 'map' }
}

/** A field whose absence says something else than its default. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { no: field.no, kind: field.kind, label: 'optional' }
}

/** A message of these fields. */
export function message<F extends Readonly<Record<string, Field<unknown>>>>(
  fields: F,
): Message<{ readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }> {
  return { fields }
}

const ENCODER = new TextEncoder()
const DECODER = new TextDecoder('utf-8', { fatal: true })
const NOTHING = new Uint8Array(0)

/** Writes a message; what is left out is not sent. */
export function encode<T>(type: Message<T>, value: Writable<T>): Uint8Array {
  const parts: Chunks = []
  for (const [name, field] of Object.entries(type.fields)) {
    const content = (value as Readonly<Record<string, unknown>>)[name]
    if (content !== undefined) encodeField(parts, field, content)
  }
  return Buffer.concat(parts)
}

function encodeField(parts: Chunks, field: Field<unknown>, content: unknown): void {
  if (field.label === 'repeated') {
    for (const element of content as readonly unknown[]) encodeOne(parts, field, element)
  } else if (field.label === 'map') {
    const entry = entryOf(field)
    for (const [key, value] of Object.entries(content as Readonly<Record<string, unknown>>))
      writeBytes(parts, field.no, encode(entry, { key, value }))
  } else if (field.label === 'optional' || !isDefault(content)) {
    encodeOne(parts, field, content)
  }
}

function isDefault(content: unknown): boolean {
  return !(content instanceof Uint8Array ? content.length : content)
}

function encodeOne(parts: Chunks, { no, kind }: Field<unknown>, content: unknown): void {
  if (kind === 'text') {
    writeBytes(parts, no, ENCODER.encode(content as string))
  } else if (kind === 'bytes') {
    writeBytes(parts, no, content as Uint8Array)
  } else if (kind === 'bool' || kind === 'int') {
    writeTag(parts, no, 0)
    writeVarint(parts, Number(content))
  } else {
    writeBytes(parts, no, encode(kind(), content))
  }
}

function entryOf({
  kind,
}: Field<unknown>): Message<{ readonly key: string; readonly value: unknown }> {
  return { fields: { key: text(1), value: { no: 2, kind, label: 'optional' } } }
}

/** Reads a message; `WireError` where the bytes are none of it. */
export function decode<T>(type: Message<T>, content: Uint8Array): T {
  const read: Record<string, unknown> = {}
  const byNumber = new Map<number, readonly [string, Field<unknown>]>()
  for (const [name, field] of Object.entries(type.fields)) {
    byNumber.set(field.no, [name, field])
    const empty = emptyOf(field)
    if (empty !== undefined) read[name] = empty
  }
  for (const raw of readFields(content)) {
    const known = byNumber.get(raw.no)
    if (known !== undefined) take(read, known, raw)
  }
  return read as T
}

function emptyOf({ label, kind }: Field<unknown>): unknown {
  if (label === 'optional') return undefined
  if (label === 'repeated') return []
  if (label === 'map') return Object.create(null)
  if (kind === 'text') return ''
  if (kind === 'bytes') return NOTHING
  return kind === 'bool' ? false : 0
}

function take(
  read: Record<string, unknown>,
  [name, field]: readonly [string, Field<unknown>],
  raw: RawField,
): void {
  const known = read[name]
  if (field.label === 'map') {
    const { key, value } = decode(entryOf(field), lengthOf(raw))
    ;(known as Record<string, unknown>)[key] =
      value ?? decodeOne(field, { ...raw, type: 2, bytes: NOTHING })
  } else if (field.label === 'repeated') {
    ;(known as unknown[]).push(decodeOne(field, raw))
  } else {
    read[name] = decodeOne(field, raw)
  }
}

function decodeOne({ kind }: Field<unknown>, raw: RawField): unknown {
  if (kind === 'bool' || kind === 'int') {
    if (raw.type !== 0) throw new WireError('a number is not one')
    return kind === 'bool' ? raw.varint !== 0n : Number(BigInt.asIntN(64, raw.varint))
  }
  const content = lengthOf(raw)
  if (kind === 'bytes') return content
  return kind === 'text' ? decodeText(content) : decode(kind(), content)
}

function lengthOf(raw: RawField): Uint8Array {
  if (raw.type !== 2) throw new WireError('a field is of another kind than it should be')
  return raw.bytes
}

function decodeText(content: Uint8Array): string {
  try {
    return DECODER.decode(content)
  } catch {
    throw new WireError('a text is not UTF-8')
  }
}
