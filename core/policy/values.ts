/**
 * Milliseconds since 1970 of a date in a policy or a request; undefined when it is none. AWS takes
 * "one of the W3C implementations of the ISO 8601 date formats or epoch (UNIX) time" (IAM User
 * Guide, condition operators). Digits alone are epoch seconds. A time without a zone, which the W3C
 * note forbids and IAM accepts, is UTC.
 */
export function parseDate(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000
  if (!ISO_DATE.test(text)) return undefined
  const milliseconds = Date.parse(text.length > 10 && !HAS_ZONE.test(text) ? `${text}Z` : text)
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}

const ISO_DATE =
  /^\d{4}(?:-\d\d(?:-\d\d(?:[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)?)?)?)?$/
const HAS_ZONE = /(?:[Zz]|[+-]\d\d:\d\d)$/

/** An integer or decimal number; undefined when the text is anything else. */
export function parseNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

/** `true` or `false` in any case; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}
