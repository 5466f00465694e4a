import { type FieldPath, type FieldFinding, label, quote } from './field-finding.ts'

const DEPTH_MAX = 32
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u
const WHITE_SPACE = /[\t\n\r]/g

/** A value without surprises: texts, finite numbers, booleans, null, lists and mappings of them. */
export interface PlainData {
  readonly value: unknown
  readonly findings: readonly FieldFinding[]
}

/**
 * Copies a value and says what in it is not plain data: objects with a class, cycles, `__proto__`, control characters
 * (they could drive the terminal that a role is shown on), what nests too deeply.
 */
export function plainData(value: unknown): PlainData {
  const findings: FieldFinding[] = []
  return { value: copy(value, { path: [], around: [] }, findings), findings }
}

interface Spot {
  readonly path: FieldPath
  /** The lists and mappings that the value is in: it must not be one of them. */
  readonly around: readonly unknown[]
}

function copy(value: unknown, spot: Spot, findings: FieldFinding[]): unknown {
  const { path } = spot
  const fault = faultOf(value, spot)
  if (fault !== undefined) {
    const named = path.length > DEPTH_MAX ? path.slice(0, 1) : path
    findings.push({ path: named, message: `${label(named) || 'the role'} ${fault}` })
    return undefined
  }
  const inside = (part: string | number): Spot => ({
    path: [...path, part],
    around: [...spot.around, value],
  })
  if (Array.isArray(value))
    return value.map((item: unknown, index) => copy(item, inside(index), findings))
  if (!isMapping(value)) return value
  const given = Object.entries(value).filter(([, item]) => item !== undefined)
  const usable = given.filter(([key]) => isUsableKey(key))
  for (const [key] of given.filter(([key]) => !isUsableKey(key))) {
    const message = `${label(path) || 'the role'} has a key that cannot be used, ${quote(key)}: rename it`
    findings.push({ path, message })
  }
  return Object.fromEntries(usable.map(([key, item]) => [key, copy(item, inside(key), findings)]))
}

function faultOf(value: unknown, { path, around }: Spot): string | undefined {
  if (around.includes(value)) return 'contains itself: write out what the alias stands for'
  if (path.length > DEPTH_MAX) return `nests more than ${DEPTH_MAX} levels deep: write it flatter`
  if (value === null || typeof value === 'boolean' || Array.isArray(value) || isMapping(value))
    return undefined
  if (typeof value === 'string')
    return isPrintable(value) ? undefined : 'holds a control character: remove it'
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : 'is not a finite number'
  return 'is neither a text, a number, a list nor a mapping'
}

function isUsableKey(key: string): boolean {
  return key !== '__proto__' && !UNPRINTABLE.test(key)
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
