import { isUnknown } from '../../terraform-plugin/protocol/value.ts'
import type { Configuration, WrittenConfiguration } from './schema.ts'

/** The configuration, or the names of what is not known yet. */
export function knownConfiguration(
  written: WrittenConfiguration,
): { readonly known: Configuration } | { readonly unknown: readonly string[] } {
  const unknown = Object.entries(written).flatMap(([name, value]) =>
    hasUnknown(value) ? [name] : [],
  )
  return unknown.length > 0 ? { unknown } : { known: written as Configuration }
}

/** Whether a value is unknown, or anything inside it. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(hasUnknown)
}
