import { describeCapabilities } from './get-provider-schema.ts'
import type { Rpc } from './instance.ts'

/** Names what the provider has, without the schemas. */
export const getMetadata: Rpc<'GetMetadata'> = ({ provider }) => ({
  serverCapabilities: describeCapabilities(),
  dataSources: typeNames(provider.dataSources),
  resources: typeNames(provider.resources),
  ephemeralResources: typeNames(provider.ephemeralResources),
  listResources: typeNames(provider.listResources ?? {}),
  actions: typeNames(provider.actions ?? {}),
  functions: Object.keys(provider.functions).map((name) => ({ name })),
})

function typeNames(definitions: Readonly<Record<string, unknown>>) {
  return Object.keys(definitions).map((typeName) => ({ typeName }))
}
