import { attempt } from './attempt.ts'
import { validationCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { definitionOf, readConfig, schemaOf } from './read-config.ts'

/** Looks at a data block; values may be unknown. */
export const validateDataResourceConfig: Rpc<'ValidateDataResourceConfig'> = async (
  instance,
  { typeName, config },
) => {
  const { diagnostics } = await attempt(
    instance,
    (diagnostics) => {
      const source = definitionOf(instance.provider.dataSources, 'data source', typeName)
      const read = readConfig(source.schema, config)
      return source.validate?.(read, validationCall(instance, diagnostics))
    },
    schemaOf(instance.provider.dataSources, typeName),
  )
  return { diagnostics }
}
