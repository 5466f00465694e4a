import type { ActionInfo, ResourceType } from '../actions/action-table.ts'
import { containsTokens, overlapsTokens, tokensOf } from './glob.ts'

/**
 * Whether every ARN that fits the entry `inner` of `Resource` fits `outer` as well. Certain when it says yes; of rare
 * patterns it says no although they do.
 *
 * Entries are read as `matchesResource` of the core reads them: field by field, missing fields are `*`, letters have
 * their case, and `${…}` is a variable, which is equal to itself alone.
 */
export function containsPattern(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true
  if (inner === '*') return false
  const [wide, narrow] = [fieldsOf(outer), fieldsOf(inner)]
  // With plain fields first, `outer` is one pattern for the whole text, and `inner` never matches more than that.
  if (wide.slice(0, 5).every((field) => !/[*?]/.test(field))) {
    return containsTokens(tokensOf(wide.join(':')), tokensOf(narrow.join(':')))
  }
  return wide.every((field, index) =>
    containsTokens(tokensOf(field), tokensOf(narrow[index] ?? '')),
  )
}

/** Whether some ARN may fit both entries of `Resource`. Certain when it says no. */
export function overlapsPattern(a: string, b: string): boolean {
  if (a === '*' || b === '*' || a === b) return true
  const [left, right] = [fieldsOf(a), fieldsOf(b)]
  return (
    overlapsFields(left, right) || ((crosses(left) || crosses(right)) && overlapsTexts(left, right))
  )
}

/** Whether an entry of `Resource` may match a resource of this kind. */
export function fitsResourceType(entry: string, { patterns, isSlashless }: ResourceType): boolean {
  if (entry === '*') return true
  return patterns.some(
    (pattern) =>
      overlapsKind(entry, pattern) && !(isSlashless && slashesIn(entry) > slashesIn(pattern)),
  )
}

/** Whether an entry of `Resource` can allow an action: it may match something that the action works on. */
export function fitsAction(entry: string, { resourceTypes }: ActionInfo): boolean {
  return entry === '*' || resourceTypes.some((type) => fitsResourceType(entry, type))
}

/** As {@link overlapsPattern}; in a documented kind, a placeholder's `*` stays within its field. */
function overlapsKind(entry: string, pattern: string): boolean {
  const [fields, kind] = [fieldsOf(entry), fieldsOf(pattern)]
  return overlapsFields(fields, kind) || (crosses(fields) && overlapsTexts(fields, kind))
}

/** Of the resource's own part: whatever fits it has at least as many. */
function slashesIn(entry: string): number {
  const [, , , , , resource = ''] = fieldsOf(entry)
  return tokensOf(resource).filter((token) => token.kind === 'text' && token.text === '/').length
}

function overlapsFields(a: readonly string[], b: readonly string[]): boolean {
  return a.every((field, index) => overlapsField(field, b[index] ?? ''))
}

/** Most fields are plain or a mere `*`. */
function overlapsField(a: string, b: string): boolean {
  if (a === b || a === '*' || b === '*') return true
  if (!/[*?$]/.test(a) && !/[*?$]/.test(b)) return false
  return overlapsTokens(tokensOf(a), tokensOf(b))
}

function overlapsTexts(a: readonly string[], b: readonly string[]): boolean {
  return overlapsTokens(tokensOf(a.join(':')), tokensOf(b.join(':')))
}

/** A `*` at the end of a field "can expand to match beyond the colon boundaries". */
function crosses(fields: readonly string[]): boolean {
  return fields.slice(0, 5).some((field) => field.endsWith('*'))
}

/** The six fields of an entry: "AWS automatically completes the ARN by adding wildcard characters (*)". */
function fieldsOf(entry: string): readonly string[] {
  const parts = entry.split(':')
  const fields = [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])]
  while (fields.length < 6) fields.push('*')
  return fields
}
