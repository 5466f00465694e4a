import { type FieldPath, type Finding, label } from './finding.ts'

const DEPTH_MAX = 32
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u
const WHITE_SPACE = /[\t\n\r]/g

/** A value without surprises: texts, finite numbers, booleans, null, lists and mappings of them. */
export interface PlainData {
  readonly value: unknown
  readonly findings: readonly Finding[]
}

/**
 * Copies a value and says what in it is not plain data: objects with a class, cycles, `__proto__`, control characters
 * (they could drive the terminal that a role is shown on), what nests too deeply.
 */
export function plainData(value: unknown): PlainData {
  const findings: Finding[] = []
  const refuse = (path: FieldPath, message: string, onKey = false): undefined => {
    const name = label(path)
    findings.push({
      path,
      message: name === '' ? `the role ${message}` : `${name} ${message}`,
      onKey,
    })
    return undefined
  }
  const copy = (current: unknown, path: FieldPath): unknown => {
    if (path.length > DEPTH_MAX)
      return refuse(path.slice(0, 1), `nests more than ${DEPTH_MAX} levels deep: write it flatter`)
    if (current === null || typeof current === 'boolean') return current
    if (typeof current === 'string')
      return isPrintable(current) ? current : refuse(path, 'holds a control character: remove it')
    if (typeof current === 'number')
      return Number.isFinite(current) ? current : refuse(path, 'is not a finite number')
    if (Array.isArray(current))
      return current.map((item: unknown, index) => copy(item, [...path, index]))
    if (isMapping(current)) return copyMapping(current, path)
    return refuse(path, 'is neither a text, a number, a list nor a mapping')
  }
  const copyMapping = (mapping: Mapping, path: FieldPath): Mapping => {
    const entries = Object.entries(mapping).filter(([, item]) => item !== undefined)
    const fit = entries.filter(([key]) => {
      const isFit = key !== '__proto__' && isPrintable(key)
      if (!isFit) refuse(path, `has a key that cannot be used, ${JSON.stringify(key)}: rename it`)
      return isFit
    })
    return Object.fromEntries(fit.map(([key, item]) => [key, copy(item, [...path, key])]))
  }
  return { value: copy(value, []), findings }
}

/** A mapping of unknown content. */
export type Mapping = Readonly<Record<string, unknown>>

/** Whether a value is a mapping: an object without a class. */
export function isMapping(value: unknown): value is Mapping {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text.replaceAll(WHITE_SPACE, ''))
}
