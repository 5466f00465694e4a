import * as z from 'zod'
import { parseDuration } from '../duration.ts'
import { parseMoment } from './expires-at.ts'

/*
 * The kinds of fields a role has. The `error` of each says what the field must be, as the end of the sentence
 * "<field> must be …"; `explain-issue.ts` says the rest.
 */

/** A text that is not empty. */
export function text(): z.ZodString {
  return z.string({ error: 'a text' }).regex(/\S/, { error: 'a text that is not empty' })
}

/** A text of a given form; `form` ends the sentence "must be …". */
export function formedText(pattern: RegExp, form: string): z.ZodString {
  return z.string({ error: 'a text' }).regex(pattern, { error: form })
}

/** A list of texts; like Vault, one text with commas will do. */
export function textList() {
  return z
    .union([z.array(z.string({ error: 'a text' })), z.string()], { error: 'a list of texts' })
    .transform((value) =>
      typeof value === 'string' ? splitList(value) : value.map((item) => item.trim()),
    )
}

/** A duration in whole seconds: a number of seconds, or text such as `1h30m`. */
export function duration() {
  const error = 'a duration such as 45m, 1h30m or 3600 (seconds)'
  const seconds = z.int({ error }).nonnegative({ error })
  const text = z.string().regex(/^(?:\d+|(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)$/, { error })
  return z
    .union([seconds, text], { error })
    .transform((value, context) => parseDuration(value) ?? refused(context, error))
}

/** A moment, or a day. */
export function moment() {
  const error = 'a day such as 2027-01-31 or a moment such as 2027-01-31T18:00:00Z'
  return z
    .string({ error })
    .transform((value, context) => parseMoment(value) ?? refused(context, error))
}

/** Tags: a mapping; like Vault, a list of `key=value`, or a single one, will do. Kept as pairs, so that doubles show. */
export function tags() {
  const item = z.string({ error: 'a text' })
  return z
    .union([z.record(z.string(), item), z.array(item), z.string()], {
      error: 'a mapping of keys to texts',
    })
    .transform((value, context): readonly TagPair[] => {
      if (typeof value === 'string') return [splitPair(value, context, [])]
      return Array.isArray(value)
        ? value.map((pair, index) => splitPair(pair, context, [index]))
        : Object.entries(value)
    })
}

/** A tag's key and value. */
export type TagPair = readonly [key: string, value: string]

/** A policy: a mapping, or JSON as text. */
export function policy() {
  return z.union([z.record(z.string(), z.unknown()), z.string()], {
    error: 'a mapping, or a policy in JSON as text',
  })
}

function splitList(value: string): string[] {
  return value.trim() === '' ? [] : value.split(',').map((item) => item.trim())
}

function splitPair(pair: string, context: z.RefinementCtx, path: number[]): TagPair {
  const equals = pair.indexOf('=')
  if (equals < 1) {
    context.addIssue({
      code: 'custom',
      message: 'a mapping of keys to texts, or a list of key=value',
      path,
    })
    return [pair, '']
  }
  return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
}

function refused(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
