import type { Pattern } from './match.ts'
import { matchesGlob, writtenPattern } from './match.ts'
import type { ContextLookup } from './variables.ts'
import { hasVariables, resolvePattern } from './variables.ts'

/**
 * Fields of an ARN: `arn`, partition, service, region, account, and all that follows the fifth
 * colon.
 */
export type ArnFields = readonly string[]

/** Takes an ARN apart; undefined when it has fewer than six fields. */
export function splitArn(text: string): ArnFields | undefined {
  const fields = splitFields(text)
  return fields.length === 6 ? fields : undefined
}

/**
 * Whether a requested resource fits an entry of `Resource`. Fields are compared one by one; in the
 * last one wildcards match anything, `/` and `:` included. Source: IAM User Guide, "IAM JSON policy
 * elements: Resource" and "Amazon Resource Names":
 *
 * - "If the * wildcard is the last character of a resource ARN segment, it can expand to match
 *   beyond the colon boundaries."
 * - "When you specify an incomplete ARN […], AWS automatically completes the ARN by adding wildcard
 *   characters (*) to all missing fields."
 * - Variables "only in the resource portion of the ARN", and one without a value "will not match
 *   any resource".
 *
 * @param resource - an ARN, or `*` for an action without a resource, which only `*` fits
 * @param arn - the same, taken apart
 * @param variables - undefined where the policy's version has none
 */
export function matchesResource(
  entry: string,
  resource: string,
  arn: ArnFields | undefined,
  variables: ContextLookup | undefined,
): boolean {
  if (entry === '*') return true
  if (arn === undefined) return false
  // Almost every entry: complete, wildcards only after the fifth colon, nothing to resolve. Then
  // the fields need not be told apart.
  if (hasPlainFields(entry) && !(variables !== undefined && hasVariables(entry))) {
    return matchesGlob(entry, resource)
  }
  const fields = splitFields(entry)
  while (fields.length < 6) fields.push('*')
  const last = fields.pop() ?? ''
  const pattern =
    variables !== undefined && hasVariables(last)
      ? resolvePattern(last, variables)
      : writtenPattern(last)
  if (pattern === undefined) return false
  if (matchesFields(fields, pattern, arn)) return true
  const mayCross = (arn[5] ?? '').includes(':') && fields.some((field) => field.endsWith('*'))
  return mayCross && matchesAcrossColons(fields, pattern, resource)
}

/** Whether the first five fields are there and have no wildcards. */
function hasPlainFields(entry: string): boolean {
  let colon = -1
  for (let field = 0; field < 5; field++) {
    colon = entry.indexOf(':', colon + 1)
    if (colon === -1) return false
  }
  const star = entry.indexOf('*')
  const question = entry.indexOf('?')
  return (star === -1 || star > colon) && (question === -1 || question > colon)
}

/**
 * Whether an ARN fits a pattern as `ArnLike` and `ArnEquals` see it: "Each of the six
 * colon-delimited components of the ARN is checked separately and each can include […] wildcards".
 * What has fewer than six fits nothing.
 */
export function matchesArn(pattern: Pattern, text: string): boolean {
  const wanted = splitArn(pattern.text)
  const actual = splitArn(text)
  if (wanted === undefined || actual === undefined) return false
  return actual.every((field, index) =>
    matchesGlob(wanted[index] ?? '', field, pattern.any, pattern.one),
  )
}

function splitFields(text: string): string[] {
  const fields: string[] = []
  let start = 0
  while (fields.length < 5) {
    const colon = text.indexOf(':', start)
    if (colon === -1) break
    fields.push(text.slice(start, colon))
    start = colon + 1
  }
  fields.push(text.slice(start))
  return fields
}

function matchesFields(first: readonly string[], last: Pattern, arn: ArnFields): boolean {
  for (let index = 0; index < 5; index++) {
    if (!matchesGlob(first[index] ?? '', arn[index] ?? '')) return false
  }
  return matchesGlob(last.text, arn[5] ?? '', last.any, last.one)
}

interface Step {
  readonly kind: 'any' | 'one' | 'text'
  readonly character: string
  readonly crosses: boolean
}

/**
 * Follows all ways to match at once, since here a later wildcard may reach less far than an earlier
 * one.
 */
function matchesAcrossColons(first: readonly string[], last: Pattern, text: string): boolean {
  const steps = [
    ...first.flatMap((field) => [...stepsOf(writtenPattern(field), false), COLON]),
    ...stepsOf(last, true),
  ]
  let reached = Array.from({ length: text.length + 1 }, (_, index) => index === 0)
  for (const step of steps) reached = advance(reached, step, text)
  return reached[text.length] === true
}

const COLON: Step = { kind: 'text', character: ':', crosses: false }

function stepsOf(pattern: Pattern, isLast: boolean): readonly Step[] {
  return Array.from(pattern.text, (character, index) => ({
    kind: character === pattern.any ? 'any' : character === pattern.one ? 'one' : 'text',
    character,
    crosses: isLast || (character === pattern.any && index === pattern.text.length - 1),
  }))
}

function advance(reached: readonly boolean[], step: Step, text: string): boolean[] {
  const next = reached.map(() => false)
  let carried = false
  for (const [index, here] of reached.entries()) {
    const character = text[index]
    const passes = step.crosses || character !== ':'
    if (step.kind === 'any') {
      carried ||= here
      next[index] = carried
      carried &&= passes
    } else if (here && index < text.length) {
      if (step.kind === 'one' ? passes : step.character === character) next[index + 1] = true
    }
  }
  return next
}
