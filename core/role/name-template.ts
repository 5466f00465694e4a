import { HOLDER_FIELDS } from '../lease/holder.ts'
import { closest } from '../language/closest.ts'

/** What a template may name: the role, and what is known of the holder. */
export const TEMPLATE_FIELDS: readonly string[] = ['role', ...HOLDER_FIELDS]

const FIELD = /\{\{([^{}]*)\}\}/g

/** What is wrong with a template, with the cure; undefined when nothing is. */
export function checkTemplate(text: string): string | undefined {
  for (const [whole, inner = ''] of text.matchAll(FIELD)) {
    const field = inner.trim()
    if (TEMPLATE_FIELDS.includes(field)) continue
    const guess = closest(field, TEMPLATE_FIELDS)
    const cure =
      guess === undefined
        ? `use one of ${TEMPLATE_FIELDS.join(', ')}`
        : `did you mean {{${guess}}}?`
    return `${whole} is not a template field: ${cure}`
  }
  const rest = staticPart(text)
  if (/\{\{|\}\}/.test(rest)) return 'a template field is not closed: write it as {{repository}}'
  return undefined
}

/**
 * Puts values in place of `{{field}}`. A field without a value becomes nothing. The result is raw: a name goes
 * through {@link sanitizeName}, a tag's value through {@link sanitizeTagValue}.
 */
export function renderTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(FIELD, (_, inner: string) => {
    const field = inner.trim()
    return Object.hasOwn(values, field) ? (values[field] ?? '') : ''
  })
}

/** The text of a template without its fields. */
export function staticPart(text: string): string {
  return text.replaceAll(FIELD, '')
}

/** Makes text fit for a session name or source identity: every other character becomes `_`. Cuts nothing. */
export function sanitizeName(text: string): string {
  return text.replaceAll(/[^\w+=,.@-]/gu, '_')
}

/** Makes text fit for a tag's value: every character that AWS refuses becomes `_`, and what is above 256 is cut. */
export function sanitizeTagValue(text: string): string {
  return Array.from(text.replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_'))
    .slice(0, 256)
    .join('')
}
