import type { Diagnostics } from '../protocol/diagnostic.ts'
import type { AttributePath } from '../protocol/diagnostic.ts'
import type { Attributes } from '../protocol/schema.ts'
import type { ObjectValue } from '../protocol/value.ts'
import { attempt } from './attempt.ts'
import { validationCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { definitionOf, readConfig, schemaOf } from './read-config.ts'

/** Looks at a resource block; values may be unknown. */
export const validateResourceConfig: Rpc<'ValidateResourceConfig'> = async (
  instance,
  { typeName, config, clientCapabilities },
) => {
  const { diagnostics } = await attempt(
    instance,
    (diagnostics) => {
      const resource = definitionOf(instance.provider.resources, 'resource', typeName)
      const read = readConfig(resource.schema, config)
      if (clientCapabilities?.writeOnlyAttributesAllowed !== true)
        refuseWriteOnly(resource.schema.attributes, read, diagnostics)
      return resource.validate?.(read, validationCall(instance, diagnostics))
    },
    schemaOf(instance.provider.resources, typeName),
  )
  return { diagnostics }
}

/** A Terraform that does not know write-only attributes would store their values. */
function refuseWriteOnly(
  attributes: Attributes,
  config: ObjectValue,
  diagnostics: Diagnostics,
): void {
  for (const path of writeOnlyIn(attributes, config, []))
    diagnostics.error({
      summary: 'Write-only attribute needs Terraform 1.11',
      detail: 'An older Terraform would store the value in its state. Use Terraform 1.11 or newer.',
      path,
    })
}

function writeOnlyIn(
  attributes: Attributes,
  values: ObjectValue,
  at: AttributePath,
): readonly AttributePath[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = values[name] ?? null
    if (value === null) return []
    if (attribute.writeOnly === true) return [[...at, name]]
    return 'nested' in attribute && attribute.nested === 'single'
      ? writeOnlyIn(attribute.attributes, value as ObjectValue, [...at, name])
      : []
  })
}
