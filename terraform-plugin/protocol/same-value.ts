import { isUnknown } from './value.ts'
import type { Value, ValueType } from './value.ts'

/** Whether two values of a type are the same; the order in sets does not count, and what is unknown is never the same. */
export function isSameValue(type: ValueType, a: Value, b: Value): boolean {
  const form = canonical(type, a)
  return form !== undefined && form === canonical(type, b)
}

/** A text that is the same for the same values; `undefined` where something is unknown. */
function canonical(type: ValueType, value: Value): string | undefined {
  if (isUnknown(value)) return undefined
  if (value === null) return 'null'
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString()
  if (type === 'number' && typeof value === 'string') return value
  if (type === 'dynamic') {
    const { type: inner, value: content } = value as { type: ValueType; value: Value }
    return joined([JSON.stringify(inner), canonical(inner, content)])
  }
  if (typeof value !== 'object' || typeof type === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) {
    const forms = (value as readonly Value[]).map((element, index) =>
      canonical(elementType(type, index), element),
    )
    return joined('set' in type ? forms.sort() : forms)
  }
  const record = value as Readonly<Record<string, Value>>
  const names = Object.keys('object' in type ? type.object : record).sort()
  return joined(
    names.flatMap((name) => [
      JSON.stringify(name),
      canonical(
        'object' in type ? (type.object[name] ?? 'string') : elementType(type, 0),
        record[name] ?? null,
      ),
    ]),
  )
}

function elementType(type: Exclude<ValueType, string>, index: number): ValueType {
  if ('list' in type) return type.list
  if ('set' in type) return type.set
  if ('map' in type) return type.map
  return ('tuple' in type ? type.tuple[index] : undefined) ?? 'string'
}

function joined(forms: readonly (string | undefined)[]): string | undefined {
  return forms.includes(undefined) ? undefined : `(${forms.join(',')})`
}
