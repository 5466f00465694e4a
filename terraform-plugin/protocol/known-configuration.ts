import type { ConfigOf, Schema } from './schema.ts'
import { isUnknown, type Unknown } from './value.ts'

/** A configuration of which all is known, or the names of the attributes and blocks that hold an unknown. */
export function knownConfiguration<S extends Schema>(
  written: ConfigOf<S, Unknown>,
): { readonly known: ConfigOf<S> } | { readonly unknown: readonly string[] } {
  const unknown = Object.entries(written).flatMap(([name, value]) =>
    hasUnknown(value) ? [name] : [],
  )
  return unknown.length > 0 ? { unknown } : { known: written as ConfigOf<S> }
}

/** Whether a value is unknown, or anything inside it. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(hasUnknown)
}
