import { AWS_LIMITS, AWS_PATTERNS } from './aws-limits.ts'
import { DAYPASS_LIMITS } from './daypass-limits.ts'
import type { TagPair } from './field-types.ts'
import { type FieldFinding, firstPlaces, quote } from './field-finding.ts'
import { checkTemplate, staticPart } from './name-template.ts'
import type { RoleDraft } from './role-draft.ts'

type TagField = 'iam_tags' | 'session_tags'

/** Tags that AWS would refuse, or that daypass sets itself. */
export function checkTags({ fields }: RoleDraft): readonly FieldFinding[] {
  return [
    ...checkField('iam_tags', fields.iam_tags ?? []),
    ...checkField('session_tags', fields.session_tags ?? []),
  ]
}

function checkField(field: TagField, pairs: readonly TagPair[]): readonly FieldFinding[] {
  const firsts = firstPlaces(pairs.map(([key]) => key.toLowerCase()))
  const single = pairs.flatMap(([key, value], index) => {
    const first = firsts.get(key.toLowerCase()) ?? index
    const double = first === index ? undefined : doubleOf(key, pairs[first]?.[0] ?? '')
    const faults = [double, faultOfKey(field, key), faultOfValue(field, value)].filter(
      (fault) => fault !== undefined,
    )
    return faults.map((fault) => ({
      path: [field, key],
      message: `${field} ${quote(key)} ${fault}`,
    }))
  })
  return [...checkCount(field, pairs.length), ...single]
}

function checkCount(field: TagField, count: number): readonly FieldFinding[] {
  const max = field === 'iam_tags' ? AWS_LIMITS.tags - DAYPASS_LIMITS.ownTags : AWS_LIMITS.tags
  if (count <= max) return []
  const ours = `AWS takes ${AWS_LIMITS.tags}`
  const why =
    field === 'iam_tags' ? `${ours}, and daypass adds ${DAYPASS_LIMITS.ownTags} of its own` : ours
  return [
    {
      path: [field],
      message: `${field} has ${count} tags, more than ${max}: remove some (${why})`,
    },
  ]
}

function doubleOf(key: string, other: string): string {
  return key === other
    ? 'is given twice: remove one'
    : `differs from ${quote(other)} only in case, which AWS does not tell apart: remove one`
}

function faultOfKey(field: TagField, key: string): string | undefined {
  if (key === '') return 'is empty: a tag needs a key'
  // As a mapping, a role could not hold it; see plain-data.ts.
  if (key === '__proto__') return 'is a key that cannot be used: rename it'
  if (/^aws:/i.test(key)) return 'starts with aws:, which AWS keeps for itself: rename it'
  if (field === 'iam_tags' && /^daypass:/i.test(key))
    return 'starts with daypass:, which daypass sets itself: rename it'
  if (key.length > AWS_LIMITS.tagKeyCharacters) {
    return `has a key of ${key.length} characters, more than ${AWS_LIMITS.tagKeyCharacters}: shorten it`
  }
  return AWS_PATTERNS.tag.test(key)
    ? undefined
    : `has a key with ${strange(key)}: use letters, digits, spaces and _.:/=+-@`
}

function faultOfValue(field: TagField, value: string): string | undefined {
  const fault = field === 'session_tags' ? checkTemplate(value) : undefined
  if (fault !== undefined) return fault
  const fixed = field === 'session_tags' ? staticPart(value) : value
  if (fixed.length > AWS_LIMITS.tagValueCharacters) {
    return `has a value of ${fixed.length} characters, more than ${AWS_LIMITS.tagValueCharacters}: shorten it`
  }
  return AWS_PATTERNS.tag.test(fixed)
    ? undefined
    : `has a value with ${strange(fixed)}: use letters, digits, spaces and _.:/=+-@`
}

/** The first character that a tag cannot have. */
function strange(text: string): string {
  return quote(Array.from(text).find((character) => !AWS_PATTERNS.tag.test(character)) ?? text)
}
