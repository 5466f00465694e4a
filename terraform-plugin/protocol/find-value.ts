import type { AttributePath } from './diagnostic.ts'
import { isUnknown } from './value.ts'
import type { Value, ValueType } from './value.ts'

/** The way to the first unknown in a value; `undefined` where all is known. */
export function findUnknown(type: ValueType, value: Value): AttributePath | undefined {
  return find({ type, value, path: [] }, ({ value: found }) => isUnknown(found))
}

/** The way to the first null among the elements of a list, set or map; `undefined` where there is none. */
export function findNullElement(type: ValueType, value: Value): AttributePath | undefined {
  return find(
    { type, value, path: [] },
    ({ value: found, isElement }) => isElement && found === null,
  )
}

interface Place {
  readonly type: ValueType
  readonly value: Value
  readonly path: AttributePath
}

type Test = (place: { readonly value: Value; readonly isElement: boolean }) => boolean

function find(place: Place, test: Test, isElement = false): AttributePath | undefined {
  if (test({ value: place.value, isElement })) return place.path
  for (const inner of insideOf(place)) {
    const found = find(inner, test, isCollection(place.type))
    if (found !== undefined) return found
  }
  return undefined
}

function isCollection(type: ValueType): boolean {
  return typeof type === 'object' && ('list' in type || 'set' in type || 'map' in type)
}

function insideOf({ type, value, path }: Place): readonly Place[] {
  if (typeof value !== 'object' || value === null || isUnknown(value)) return []
  if (type === 'dynamic') {
    const { type: inner, value: content } = value as { type: ValueType; value: Value }
    return [{ type: inner, value: content, path }]
  }
  if (typeof type === 'string') return []
  if (Array.isArray(value)) return elementsOf(type, value as readonly Value[], path)
  const record = Object.entries(value as Readonly<Record<string, Value>>)
  if ('map' in type)
    return record.map(([key, element]) => ({
      type: type.map,
      value: element,
      path: [...path, { key }],
    }))
  if (!('object' in type)) return []
  return record.map(([name, attribute]) => ({
    type: type.object[name] ?? 'dynamic',
    value: attribute,
    path: [...path, name],
  }))
}

function elementsOf(
  type: Exclude<ValueType, string>,
  elements: readonly Value[],
  path: AttributePath,
): readonly Place[] {
  return elements.map((value, index) => {
    if ('set' in type) return { type: type.set, value, path }
    if ('list' in type) return { type: type.list, value, path: [...path, index] }
    const tuple = 'tuple' in type ? type.tuple : []
    return { type: tuple[index] ?? 'dynamic', value, path: [...path, index] }
  })
}
