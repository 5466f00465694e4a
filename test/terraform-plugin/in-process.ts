/** Asks a provider without a process in between: through the bytes of the protocol, not around them. */
import { systemClock } from '../../core/clock.ts'
import type { AnyProvider } from '../../terraform-plugin/definition/provider.ts'
import type { ExitReason } from '../../terraform-plugin/plugin/lifecycle.ts'
import { makeLog } from '../../terraform-plugin/plugin/log.ts'
import { decodeValue, encodeValue } from '../../terraform-plugin/protocol/dynamic-value.ts'
import { decode, encode } from '../../terraform-plugin/protocol/message.ts'
import type { Message, Writable } from '../../terraform-plugin/protocol/message.ts'
import { RPCS, STREAMS } from '../../terraform-plugin/protocol/messages/rpc-messages.ts'
import type {
  EventOf,
  RequestOf,
  ResponseOf,
  RpcName,
  StreamName,
  StreamRequestOf,
} from '../../terraform-plugin/protocol/messages/rpc-messages.ts'
import type { Schema } from '../../terraform-plugin/protocol/schema.ts'
import type { Value } from '../../terraform-plugin/protocol/value.ts'
import { typeOfSchema } from '../../terraform-plugin/protocol/value-type.ts'
import { endInstance } from '../../terraform-plugin/rpc/end-instance.ts'
import { newInstance } from '../../terraform-plugin/rpc/instance.ts'
import { providerMethods } from '../../terraform-plugin/rpc/methods.ts'

export interface ProviderClient {
  readonly call: <N extends RpcName>(
    name: N,
    request: Writable<RequestOf<N>>,
  ) => Promise<ResponseOf<N>>
  /** All events of a stream. */
  readonly stream: <N extends StreamName>(
    name: N,
    request: Writable<StreamRequestOf<N>>,
  ) => Promise<readonly EventOf<N>[]>
  /** The bytes of an answer, to bytes that may be none of the protocol's. */
  readonly callRaw: (name: RpcName, request: Uint8Array) => Promise<Uint8Array>
  readonly end: (why: ExitReason) => Promise<void>
}

export function providerClient(
  provider: AnyProvider,
  options: {
    readonly clock?: { now(): Date }
    readonly log?: (line: string) => void
  } = {},
): ProviderClient {
  const { clock = systemClock, log: write = () => undefined } = options
  const environment = { TF_LOG: 'trace' }
  const log = makeLog({ environment, clock, module: 'test', write })
  const instance = newInstance({ provider, log, clock })
  const methods = providerMethods(instance)
  const callRaw: ProviderClient['callRaw'] = async (name, request) => {
    const method = methods[`/tfplugin6.Provider/${name}`]
    if (typeof method !== 'function') throw new Error(`no method ${name}`)
    return await method(request, { sent: new Promise(() => undefined) })
  }
  return {
    call: async (name, request) => {
      const messages: { request: Message<unknown>; response: Message<unknown> } = RPCS[name]
      const answer = await callRaw(name, encode(messages.request, request))
      return decode(messages.response, answer) as ResponseOf<typeof name>
    },
    stream: async (name, request) => {
      const messages: { request: Message<unknown>; response: Message<unknown> } = STREAMS[name]
      const method = methods[`/tfplugin6.Provider/${name}`]
      if (typeof method !== 'object') throw new Error(`no stream ${name}`)
      const events: EventOf<typeof name>[] = []
      for await (const bytes of method.stream(encode(messages.request, request)))
        events.push(decode(messages.response, bytes) as EventOf<typeof name>)
      return events
    },
    callRaw,
    end: (why) => endInstance(instance, why),
  }
}

/** A configuration or state of a schema as it is sent; what is left out is null. */
export function encoded(
  schema: Schema,
  values: Readonly<Record<string, unknown>> | null,
): { readonly msgpack: Uint8Array } {
  return encodeValue(typeOfSchema(schema), values)
}

/** A state that was answered. */
export function decoded(
  schema: Schema,
  value: { readonly msgpack: Uint8Array; readonly json: Uint8Array } | undefined,
): Value {
  return decodeValue(typeOfSchema(schema), value)
}
