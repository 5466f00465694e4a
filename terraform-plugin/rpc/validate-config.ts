import type { ValidationCall } from '../definition/call.ts'
import type { EncodedValue } from '../protocol/dynamic-value.ts'
import type { Schema } from '../protocol/schema.ts'
import { attempt } from './attempt.ts'
import { type Instance, validationCall } from './instance.ts'
import { definitionOf, readConfig, schemaOf } from './read-config.ts'

interface Definition {
  readonly schema: Schema
  readonly validate?: (config: never, call: ValidationCall) => void | Promise<void>
}

/** Looks at a block of a kind that all validate alike; values may be unknown. */
export async function validateConfig(
  instance: Instance,
  definitions: Readonly<Record<string, Definition>>,
  block: {
    readonly kind: string
    readonly typeName: string
    readonly config: EncodedValue | undefined
  },
) {
  const { kind, typeName, config } = block
  const { diagnostics } = await attempt(
    instance,
    (diagnostics) => {
      const { schema, validate } = definitionOf(definitions, kind, typeName)
      // It was read by this schema.
      const read = readConfig(schema, config) as never
      return validate?.(read, validationCall(instance, diagnostics))
    },
    schemaOf(definitions, typeName),
  )
  return { diagnostics }
}
