import { describeFunction, describeSchema } from '../protocol/describe-schema.ts'
import { mapEntries } from '../protocol/value-type.ts'
import type { Rpc } from './instance.ts'

/** All schemas. Terraform keeps them for the whole of its run, because the provider says that it may. */
export const getProviderSchema: Rpc<'GetProviderSchema'> = ({ provider }) => ({
  provider: describeSchema(provider.schema),
  resourceSchemas: mapEntries(provider.resources, ({ schema }) => describeSchema(schema)),
  dataSourceSchemas: mapEntries(provider.dataSources, ({ schema }) => describeSchema(schema)),
  ephemeralResourceSchemas: mapEntries(provider.ephemeralResources, ({ schema }) =>
    describeSchema(schema),
  ),
  listResourceSchemas: mapEntries(provider.listResources ?? {}, ({ schema }) =>
    describeSchema(schema),
  ),
  actionSchemas: mapEntries(provider.actions ?? {}, ({ schema }) => ({
    schema: describeSchema(schema),
  })),
  functions: mapEntries(provider.functions, describeFunction),
  serverCapabilities: describeCapabilities(),
})

/** What the provider can beyond the first version of the protocol. */
export function describeCapabilities() {
  return {
    getProviderSchemaOptional: true,
    moveResourceState: true,
    generateResourceConfig: true,
  }
}
