import type { z } from 'zod/mini'
import { closest } from '../language/closest.ts'
import { type FieldPath, type FieldFinding, label, quote } from './field-finding.ts'
import { isMapping, type Mapping } from './plain-data.ts'

type Issue = z.core.$ZodIssue

/** What is read: `a role`, `a static role`. */
export interface Definition {
  readonly what: string
  readonly fieldNames: readonly string[]
  /** What to do about fields that are none, beyond a guess. */
  readonly cures?: Readonly<Record<string, string>>
}

/** Turns what the schema found into findings in words. */
export function explainIssues(
  issues: readonly Issue[],
  input: Mapping,
  definition: Definition,
): readonly FieldFinding[] {
  const findings = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey(plainPath(issue.path), key, definition))
    return innermost(issue).map(({ path, message }) => explain(path, message, input))
  })
  // A field under a wrong name is not missing as well.
  const meant = new Set(Object.keys(input).map((key) => guessFor(key, definition)))
  return findings.filter(({ path: [field], at }) => at === undefined || !meant.has(String(field)))
}

interface Leaf {
  readonly path: FieldPath
  /** What the value must be. */
  readonly message: string
}

/** The issues of the alternative that was meant: the one that got into the value at all. */
function innermost(issue: Issue): readonly Leaf[] {
  const own = { path: plainPath(issue.path), message: issue.message }
  if (issue.code !== 'invalid_union') return [own]
  const meant = issue.errors.find(
    (errors) => errors.length > 0 && errors.every(({ path }) => path.length > 0),
  )
  return (
    meant?.map(({ path, message }) => ({ path: [...own.path, ...plainPath(path)], message })) ?? [
      own,
    ]
  )
}

function plainPath(path: readonly PropertyKey[]): FieldPath {
  return path.map((part) => (typeof part === 'symbol' ? String(part) : part))
}

function explain(path: FieldPath, expected: string, input: Mapping): FieldFinding {
  const name = label(path)
  const value = valueAt(input, path)
  if (value === undefined)
    return { path, message: `${name} is missing: it must be ${expected}`, at: [] }
  if (value === null)
    return { path, message: `${name} is empty: give it a value or remove the line` }
  return {
    path,
    message: `${name} must be ${expected}, not ${describe(value)}${cure(path, value, expected)}`,
  }
}

function cure(path: FieldPath, value: unknown, expected: string): string {
  if (expected === 'a text' && (typeof value === 'number' || typeof value === 'boolean'))
    return ': put it in quotes'
  if (path[0] !== 'credential_type' || typeof value !== 'string') return ''
  if (value.includes(','))
    return ': a role that Vault brought over from its legacy format stands for several types; choose one'
  const guess = closest(value, expected.replace('one of ', '').split(', '))
  return guess === undefined ? '' : `: did you mean ${guess}?`
}

function unknownKey(within: FieldPath, key: string, definition: Definition): FieldFinding {
  if (within.length === 0) return unknownField(key, definition)
  const path = [...within, key]
  return {
    path,
    message: `${label([key])} is not known in ${label(within)}: remove it`,
    onKey: true,
  }
}

function unknownField(key: string, definition: Definition): FieldFinding {
  const { cures = {} } = definition
  const guess = guessFor(key, definition)
  const unless = guess === undefined ? 'remove it' : `did you mean ${guess}?`
  const cure = Object.hasOwn(cures, key) ? cures[key] : unless
  return {
    path: [key],
    message: `${label([key])} is not a field of ${definition.what}: ${cure}`,
    onKey: true,
  }
}

function guessFor(key: string, { fieldNames, cures = {} }: Definition): string | undefined {
  const isKnown = fieldNames.includes(key) || Object.hasOwn(cures, key)
  return isKnown ? undefined : closest(key, fieldNames)
}

function valueAt(input: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value) && typeof part === 'number') return value[part] as unknown
    return isMapping(value) && Object.hasOwn(value, part) ? value[part] : undefined
  }, input)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : quote(value)
  if (typeof value === 'number' || typeof value === 'boolean')
    return `the ${typeof value} ${String(value)}`
  if (!Array.isArray(value)) return 'a mapping'
  return value.length === 0 ? 'an empty list' : 'a list'
}
