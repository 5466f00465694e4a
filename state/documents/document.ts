import { DaypassError } from '../../core/errors.ts'

/** Every document that this daypass writes has it, and it reads no other. */
const DOCUMENT_VERSION = 1

/** A document's text: versioned, with a fresh nonce, indented for people who look into the bucket. */
export function documentText(nonce: string, fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ version: DOCUMENT_VERSION, nonce, ...fields }, undefined, 2)
}

/**
 * Reads the fields of a JSON object one by one. Each method throws `state-invalid`, naming the object's
 * key and the field, when the field is not what it should be.
 */
export interface Fields {
  text(name: string): string
  optionalText(name: string): string | undefined
  flag(name: string): boolean
  optionalFlag(name: string): boolean | undefined
  /** A whole number from 1. */
  count(name: string): number
  optionalCount(name: string): number | undefined
  /** A whole number from 0. */
  seconds(name: string): number
  /** RFC 3339, in UTC. */
  date(name: string): Date
  optionalDate(name: string): Date | undefined
  oneOf<const T extends string>(name: string, choices: readonly T[]): T
  /** An object within. */
  fields(name: string): Fields
  optionalFields(name: string): Fields | undefined
  /** A list of objects. */
  list(name: string): readonly Fields[]
  /** Anything. */
  value(name: string): unknown
  /** Names that were not asked for yet. */
  end(): void
  /** The error for what only the caller can judge. */
  invalid(message: string): DaypassError
}

/**
 * Opens a document.
 *
 * @throws `state-invalid` when it is not JSON, or of a version that this daypass does not know.
 */
export function readDocument(key: string, text: string): Fields {
  const fields = readFields(key, '', parse(key, text))
  const version = fields.value('version')
  if (typeof version === 'number' && version > DOCUMENT_VERSION) {
    const message = `${key} was written by a newer daypass (document version ${version})`
    throw new DaypassError('state-invalid', message, { reason: { is: 'document-newer' } })
  }
  if (version !== DOCUMENT_VERSION) throw fields.invalid('version is not 1')
  fields.text('nonce')
  return fields
}

function parse(key: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalid(key, 'is not JSON', cause)
  }
}

function readFields(key: string, place: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(key, `${place === '' ? 'the document' : place.slice(0, -1)} is not an object`)
  }
  const entries = new Map<string, unknown>(Object.entries(value))
  const left = new Set(entries.keys())
  const fail = (name: string, what: string) => invalid(key, `${place}${name} is not ${what}`)
  function take(name: string): unknown {
    left.delete(name)
    return entries.get(name)
  }
  function text(name: string): string {
    const found = take(name)
    if (typeof found !== 'string') throw fail(name, 'a text')
    return found
  }
  function flag(name: string): boolean {
    const found = take(name)
    if (typeof found !== 'boolean') throw fail(name, 'true or false')
    return found
  }
  function whole(name: string, min: number): number {
    const found = take(name)
    if (!Number.isSafeInteger(found) || Number(found) < min)
      throw fail(name, `a whole number from ${min}`)
    return Number(found)
  }
  function date(name: string): Date {
    const found = parseDate(text(name))
    if (found === undefined) throw fail(name, 'a date like 2026-11-21T09:30:00Z')
    return found
  }
  return {
    text,
    date,
    value: take,
    optionalText: (name) => (entries.has(name) ? text(name) : undefined),
    optionalDate: (name) => (entries.has(name) ? date(name) : undefined),
    flag,
    optionalFlag: (name) => (entries.has(name) ? flag(name) : undefined),
    count: (name) => whole(name, 1),
    optionalCount: (name) => (entries.has(name) ? whole(name, 1) : undefined),
    seconds: (name) => whole(name, 0),
    oneOf: (name, choices) => {
      const found = text(name)
      const chosen = choices.find((choice) => choice === found)
      if (chosen === undefined) throw fail(name, `one of ${choices.join(', ')}`)
      return chosen
    },
    fields: (name) => readFields(key, `${place}${name}.`, take(name)),
    optionalFields: (name) =>
      entries.has(name) ? readFields(key, `${place}${name}.`, take(name)) : undefined,
    list: (name) => {
      const found = take(name)
      if (!Array.isArray(found)) throw fail(name, 'a list')
      return found.map((item: unknown, n) => readFields(key, `${place}${name}.${n}.`, item))
    },
    end: () => {
      const [name] = left
      if (name !== undefined) throw invalid(key, `${place}${name} is not a known field`)
    },
    invalid: (message) => invalid(key, message),
  }
}

/** Undefined for what is not a time in UTC, e.g. 30 February. */
function parseDate(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(text)) return undefined
  const date = new Date(text)
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19))
  return exists ? date : undefined
}

function invalid(key: string, message: string, cause?: unknown): DaypassError {
  return new DaypassError('state-invalid', `${key} cannot be understood: ${message}`, {
    cause,
    hint: 'restore the object, or remove it once nothing in AWS stands behind it',
  })
}
