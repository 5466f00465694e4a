import { attempt } from './attempt.ts'
import { validationCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { definitionOf, readConfig, schemaOf } from './read-config.ts'

/** Looks at an ephemeral block; values may be unknown. */
export const validateEphemeralResourceConfig: Rpc<'ValidateEphemeralResourceConfig'> = async (
  instance,
  { typeName, config },
) => {
  const { diagnostics } = await attempt(
    instance,
    (diagnostics) => {
      const resource = definitionOf(
        instance.provider.ephemeralResources,
        'ephemeral resource',
        typeName,
      )
      const read = readConfig(resource.schema, config)
      return resource.validate?.(read, validationCall(instance, diagnostics))
    },
    schemaOf(instance.provider.ephemeralResources, typeName),
  )
  return { diagnostics }
}
