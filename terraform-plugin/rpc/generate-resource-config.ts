import { encodeValue } from '../protocol/dynamic-value.ts'
import { mapEntries, typeOfSchema } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import type { Rpc } from './instance.ts'
import { definitionOf } from './read-config.ts'
import { readState } from './resource-state.ts'

/** Turns a state into the configuration that a user could have written. */
export const generateResourceConfig: Rpc<'GenerateResourceConfig'> = async (
  instance,
  { typeName, state: encoded },
) => {
  const { value, diagnostics } = await attempt(instance, () => {
    const resource = definitionOf(instance.provider.resources, 'resource', typeName)
    const state = readState(resource, encoded)
    if (state === null) return encoded
    const config = mapEntries(resource.schema.attributes, ({ use, writeOnly, deprecated }, name) =>
      use === 'computed' || writeOnly === true || deprecated !== undefined
        ? null
        : (state[name] ?? null),
    )
    return encodeValue(typeOfSchema(resource.schema), { ...state, ...config })
  })
  return { config: value, diagnostics }
}
