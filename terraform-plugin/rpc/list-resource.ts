import type { Listed } from '../definition/list-resource.ts'
import type { AnyListResource, AnyResource } from '../definition/provider.ts'
import { DiagnosticError, type Diagnostics } from '../protocol/diagnostic.ts'
import { encodeValue } from '../protocol/dynamic-value.ts'
import type { EventOf, StreamRequestOf } from '../protocol/messages/rpc-messages.ts'
import type { Writable } from '../protocol/message.ts'
import { typeOfIdentity, typeOfSchema } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import { type Instance, pendingCall } from './instance.ts'
import { definitionOf, readKnownConfig, schemaOf } from './read-config.ts'

type Event = Writable<EventOf<'ListResource'>>

/** Finds resources, one event each; what went wrong is the last. */
export async function* listResource(
  instance: Instance,
  request: StreamRequestOf<'ListResource'>,
): AsyncIterable<Event> {
  const { listResources = {}, resources } = instance.provider
  const found: { events?: AsyncIterator<Event> } = {}
  const begin = (diagnostics: Diagnostics): void => {
    const list = definitionOf(listResources, 'list resource', request.typeName)
    const resource = definitionOf(resources, 'resource', request.typeName)
    found.events = eventsOf(instance, { list, resource, request, diagnostics })
  }
  for (;;) {
    const { value, diagnostics } = await attempt(
      instance,
      async (diagnostics) => {
        if (found.events === undefined) begin(diagnostics)
        return await found.events?.next()
      },
      schemaOf(listResources, request.typeName),
    )
    if (diagnostics.length > 0) yield { diagnostic: diagnostics }
    if (value === undefined || value.done === true) return
    yield value.value
  }
}

interface Listing {
  readonly list: AnyListResource<unknown>
  readonly resource: AnyResource<unknown>
  readonly request: StreamRequestOf<'ListResource'>
  readonly diagnostics: Diagnostics
}

async function* eventsOf(
  instance: Instance,
  { list, resource, request, diagnostics }: Listing,
): AsyncGenerator<Event> {
  const config = readKnownConfig(list.schema, request.config)
  let left = request.limit > 0 ? request.limit : Infinity
  for await (const one of list.list(config, pendingCall(instance, diagnostics))) {
    if (left-- <= 0) return
    yield describe(resource, one, request.includeResourceObject)
  }
}

function describe({ schema, identity }: AnyResource<unknown>, one: Listed, whole: boolean): Event {
  if (identity === undefined)
    throw new DiagnosticError({
      summary: 'No identity',
      detail: 'What has no identity cannot be listed. This is a bug in the provider.',
    })
  return {
    displayName: one.displayName,
    identity: { identityData: encodeValue(typeOfIdentity(identity.schema), one.identity) },
    resourceObject: whole ? encodeValue(typeOfSchema(schema), one.state) : undefined,
  }
}
