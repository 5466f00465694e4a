/** Configurations on their way in. */
import { DiagnosticError } from '../protocol/diagnostic.ts'
import type { AttributePath } from '../protocol/diagnostic.ts'
import { decodeValue, objectValue } from '../protocol/dynamic-value.ts'
import type { EncodedValue } from '../protocol/dynamic-value.ts'
import { findNullElement, findUnknown } from '../protocol/find-value.ts'
import type { Schema } from '../protocol/schema.ts'
import type { ObjectValue } from '../protocol/value.ts'
import { typeOfSchema } from '../protocol/value-type.ts'

/** Reads a configuration in which values may be unknown. Throws `DiagnosticError` with the place of a null element. */
export function readConfig(schema: Schema, encoded: EncodedValue | undefined): ObjectValue {
  const type = typeOfSchema(schema)
  const config = objectValue(decodeValue(type, encoded))
  refuse(findNullElement(type, config), {
    summary: 'Null element',
    detail: 'An element of a collection is null. Leave it out, or give it a value.',
  })
  return config
}

/** Reads a configuration in which nothing is unknown. Throws `DiagnosticError` with the place of what is. */
export function readKnownConfig(schema: Schema, encoded: EncodedValue | undefined): ObjectValue {
  const config = readConfig(schema, encoded)
  refuse(findUnknown(typeOfSchema(schema), config), {
    summary: 'Value not known yet',
    detail: 'The value is only known after another resource has been applied; it is needed now.',
  })
  return config
}

function refuse(
  path: AttributePath | undefined,
  problem: { readonly summary: string; readonly detail: string },
): void {
  if (path !== undefined) throw new DiagnosticError({ ...problem, path })
}

/** The definition with that name; `DiagnosticError` where there is none. */
export function definitionOf<T>(
  definitions: Readonly<Record<string, T>>,
  kind: string,
  name: string,
): T {
  const found = Object.hasOwn(definitions, name) ? definitions[name] : undefined
  if (found !== undefined) return found
  throw new DiagnosticError({
    summary: `Unknown ${kind}`,
    detail: `The provider has no ${kind} ${JSON.stringify(name.slice(0, 100))}. Another version of it may have: look at required_providers.`,
  })
}

/** The schema of the definition with that name, where there is one. */
export function schemaOf(
  definitions: Readonly<Record<string, { readonly schema: Schema }>>,
  name: string,
): Schema | undefined {
  return Object.hasOwn(definitions, name) ? definitions[name]?.schema : undefined
}
