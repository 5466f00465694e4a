import * as z from 'zod/mini'
import { parseDuration } from '../language/duration.ts'
import { MAY_PATTERN, NEVER_PATTERN } from './expectation.ts'
import { parseTime } from './expires-at.ts'

/*
 * The kinds of fields a role has. The `error` of each says what the field must be, as the end of the sentence
 * "<field> must be …"; `explain-issue.ts` says the rest.
 */

/** A field with words about it, which the JSON Schema shows. */
export function described<T extends z.ZodMiniType>(field: T, description: string): T {
  z.globalRegistry.add(field, { description })
  return field
}

/** The same for a field that may be left out. */
export function optional<T extends z.ZodMiniType>(field: T, description: string) {
  return described(z.optional(field), description)
}

/** A text that is not empty. */
export function text() {
  return z.string({ error: 'a text' }).check(z.regex(/\S/, { error: 'a text that is not empty' }))
}

/** A text of a given form; `form` ends the sentence "must be …". */
export function formedText(pattern: RegExp, form: string) {
  return z.string({ error: 'a text' }).check(z.regex(pattern, { error: form }))
}

/** A list of texts; like Vault, one text with commas will do. */
export function textList() {
  return z.pipe(
    z.union([z.array(z.string({ error: 'a text' })), z.string()], { error: 'a list of texts' }),
    z.transform((value) =>
      typeof value === 'string' ? splitList(value) : value.map((item) => item.trim()),
    ),
  )
}

/** A duration in whole seconds: a number of seconds, or text such as `1h30m`. */
export function duration() {
  const error = 'a duration such as 45m, 1h30m or 3600 (seconds)'
  const seconds = z.int({ error }).check(z.nonnegative({ error }))
  const form = /^(?:\d+|(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)$/
  const text = z.string().check(z.regex(form, { error }))
  return z.pipe(
    z.union([seconds, text], { error }),
    z.transform((value, parsing) => parseDuration(value) ?? refused(parsing, error)),
  )
}

/** A time, or a day. */
export function time() {
  const error = 'a day such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z'
  return z.pipe(
    z.string({ error }),
    z.transform((value, parsing) => parseTime(value) ?? refused(parsing, error)),
  )
}

/** Tags: a mapping; like Vault, a list of `key=value`, or a single one, will do. Kept as pairs, so that doubles show. */
export function tags() {
  const item = z.string({ error: 'a text' })
  return z.pipe(
    z.union([z.record(z.string(), item), z.array(item), z.string()], {
      error: 'a mapping of keys to texts',
    }),
    z.transform((value, parsing): readonly TagPair[] => {
      if (typeof value === 'string') return [splitPair(value, parsing, [])]
      return Array.isArray(value)
        ? value.map((pair, index) => splitPair(pair, parsing, [index]))
        : Object.entries(value)
    }),
  )
}

/** Claims of a token: a mapping of their names to a text, or to a list of texts. */
export function claims() {
  const error = 'a mapping of names of claims, like environment, to a text or a list of texts'
  const value = z.string({ error }).check(z.regex(/\S/, { error }))
  const values = z.array(value, { error }).check(z.minLength(1, { error }))
  const name = z.string({ error }).check(z.regex(/^(?!(?:sub|aud)$)[a-z][a-z0-9_]*$/, { error }))
  return z.pipe(
    z.record(name, z.union([value, values], { error }), { error }),
    z.transform((written) =>
      Object.fromEntries(Object.entries(written).map(([key, one]) => [key, [one].flat().sort()])),
    ),
  )
}

/** What a role expects of itself. */
export function expectations() {
  const error = 'a mapping of may and never, each a list of requests'
  const lines = (pattern: RegExp, form: string) =>
    z.optional(
      z.array(z.string({ error: form }).check(z.regex(pattern, { error: form })), { error }),
    )
  return z.strictObject(
    {
      may: lines(
        MAY_PATTERN,
        'a request without wildcards such as s3:GetObject on arn:aws:s3:::shop/a.txt with aws:RequestedRegion=eu-west-1',
      ),
      never: lines(
        NEVER_PATTERN,
        'requests such as iam:*, or s3:Delete* on arn:aws:s3:::shop/* with aws:MultiFactorAuthPresent=false',
      ),
    },
    { error },
  )
}

/** A tag's key and value. */
export type TagPair = readonly [key: string, value: string]

/** A policy: a mapping, or JSON as text. */
export function policy() {
  return z.union([z.record(z.string(), z.unknown()), z.string()], {
    error: 'a mapping, or a policy in JSON as text',
  })
}

/** What zod hands to a transformation, and takes its issues from. */
type Parsing = z.core.ParsePayload

function splitList(value: string): string[] {
  return value.trim() === '' ? [] : value.split(',').map((item) => item.trim())
}

function splitPair(pair: string, parsing: Parsing, path: number[]): TagPair {
  const equals = pair.indexOf('=')
  if (equals < 1) {
    const message = 'a mapping of keys to texts, or a list of key=value'
    parsing.issues.push({ code: 'custom', message, path, input: pair })
    return [pair, '']
  }
  return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
}

function refused(parsing: Parsing, message: string): never {
  parsing.issues.push({ code: 'custom', message, input: parsing.value })
  return z.NEVER
}
