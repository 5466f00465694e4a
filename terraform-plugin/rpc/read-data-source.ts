import { encodeValue } from '../protocol/dynamic-value.ts'
import { typeOfSchema } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import { composeAnswer } from './compose.ts'
import { pendingCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { definitionOf, readKnownConfig, schemaOf } from './read-config.ts'

/** Reads a data source. */
export const readDataSource: Rpc<'ReadDataSource'> = async (instance, { typeName, config }) => {
  const { value, diagnostics } = await attempt(
    instance,
    async (diagnostics) => {
      const { schema, read } = definitionOf(instance.provider.dataSources, 'data source', typeName)
      const known = readKnownConfig(schema, config)
      const answer = await read(known, pendingCall(instance, diagnostics))
      return encodeValue(typeOfSchema(schema), composeAnswer(schema, known, answer))
    },
    schemaOf(instance.provider.dataSources, typeName),
  )
  return { state: value, diagnostics }
}
