/** All calls of the protocol, each by its path. */
import { GRPC, GrpcError } from '../plugin/grpc.ts'
import type { Methods, StreamHandler, UnaryHandler } from '../plugin/grpc.ts'
import { decode, encode } from '../protocol/message.ts'
import type { Message, Writable } from '../protocol/message.ts'
import { RPCS, STREAMS } from '../protocol/messages/rpc-messages.ts'
import type {
  EventOf,
  RequestOf,
  RpcName,
  StreamName,
  StreamRequestOf,
} from '../protocol/messages/rpc-messages.ts'
import { WireError } from '../protocol/wire.ts'
import { applyResourceChange } from './apply-resource-change.ts'
import { callFunction } from './call-function.ts'
import { closeEphemeralResource } from './close-ephemeral-resource.ts'
import { configureProvider } from './configure-provider.ts'
import { generateResourceConfig } from './generate-resource-config.ts'
import { getFunctions } from './get-functions.ts'
import { getMetadata } from './get-metadata.ts'
import { getProviderSchema } from './get-provider-schema.ts'
import { getResourceIdentitySchemas } from './get-resource-identity-schemas.ts'
import { importResourceState } from './import-resource-state.ts'
import type { Instance, Rpc } from './instance.ts'
import { invokeAction } from './invoke-action.ts'
import { listResource } from './list-resource.ts'
import { moveResourceState } from './move-resource-state.ts'
import { openEphemeralResource } from './open-ephemeral-resource.ts'
import { planResourceChange } from './plan-resource-change.ts'
import { readDataSource } from './read-data-source.ts'
import { readResource } from './read-resource.ts'
import { renewEphemeralResource } from './renew-ephemeral-resource.ts'
import { stopProvider } from './stop-provider.ts'
import { unsupported } from './unsupported.ts'
import { upgradeResourceIdentity } from './upgrade-resource-identity.ts'
import { upgradeResourceState } from './upgrade-resource-state.ts'
import { validateConfig } from './validate-config.ts'
import { validateDataResourceConfig } from './validate-data-resource-config.ts'
import { validateEphemeralResourceConfig } from './validate-ephemeral-resource-config.ts'
import { validateProviderConfig } from './validate-provider-config.ts'
import { validateResourceConfig } from './validate-resource-config.ts'

const ANSWERS: { readonly [N in RpcName]: Rpc<N> } = {
  GetMetadata: getMetadata,
  GetProviderSchema: getProviderSchema,
  GetResourceIdentitySchemas: getResourceIdentitySchemas,
  UpgradeResourceIdentity: upgradeResourceIdentity,
  ValidateProviderConfig: validateProviderConfig,
  ConfigureProvider: configureProvider,
  StopProvider: stopProvider,
  ValidateResourceConfig: validateResourceConfig,
  UpgradeResourceState: upgradeResourceState,
  ReadResource: readResource,
  PlanResourceChange: planResourceChange,
  ApplyResourceChange: applyResourceChange,
  ImportResourceState: importResourceState,
  MoveResourceState: moveResourceState,
  GenerateResourceConfig: generateResourceConfig,
  ValidateDataResourceConfig: validateDataResourceConfig,
  ReadDataSource: readDataSource,
  ValidateEphemeralResourceConfig: validateEphemeralResourceConfig,
  OpenEphemeralResource: openEphemeralResource,
  RenewEphemeralResource: renewEphemeralResource,
  CloseEphemeralResource: closeEphemeralResource,
  GetFunctions: getFunctions,
  CallFunction: callFunction,
  ValidateListResourceConfig: (instance, block) =>
    validateConfig(instance, instance.provider.listResources ?? {}, {
      ...block,
      kind: 'list resource',
    }),
  ValidateStateStoreConfig: unsupported('state stores'),
  ConfigureStateStore: unsupported('state stores'),
  LockState: unsupported('state stores'),
  UnlockState: unsupported('state stores'),
  GetStates: unsupported('state stores'),
  DeleteState: unsupported('state stores'),
  PlanAction: validateAction,
  ValidateActionConfig: validateAction,
}

/** A plan asks the same as a validation: what an action does is only known when it is done. */
function validateAction(instance: Instance, block: RequestOf<'ValidateActionConfig'>) {
  return validateConfig(instance, instance.provider.actions ?? {}, { ...block, kind: 'action' })
}

/** The service `tfplugin6.Provider`. Bytes that are no request are answered with INVALID_ARGUMENT. */
export function providerMethods(instance: Instance): Methods {
  return {
    ...Object.fromEntries(
      rpcNames().map((name) => [`/tfplugin6.Provider/${name}`, methodOf(instance, name)]),
    ),
    '/tfplugin6.Provider/ListResource': streamOf(instance, 'ListResource', listResource),
    '/tfplugin6.Provider/InvokeAction': streamOf(instance, 'InvokeAction', invokeAction),
  }
}

function streamOf<N extends StreamName>(
  instance: Instance,
  name: N,
  events: (instance: Instance, request: StreamRequestOf<N>) => AsyncIterable<Writable<EventOf<N>>>,
): StreamHandler {
  const messages = STREAMS[name] as { request: Message<unknown>; response: Message<unknown> }
  return {
    stream: async function* (bytes) {
      // Request and messages of one name go together.
      const request = decodeRequest(messages.request, bytes) as StreamRequestOf<N>
      instance.log.trace('asked', { rpc: name })
      for await (const event of events(instance, request)) yield encode(messages.response, event)
    },
  }
}

/** The names of all unary calls. */
export function rpcNames(): readonly RpcName[] {
  return Object.keys(RPCS) as RpcName[]
}

function methodOf(instance: Instance, name: RpcName): UnaryHandler {
  // Request, answer and messages of one name go together; TypeScript cannot follow that through a table.
  const answer = ANSWERS[name] as unknown as (
    instance: Instance,
    request: unknown,
  ) => Promise<Writable<unknown>>
  const messages = RPCS[name] as { request: Message<unknown>; response: Message<unknown> }
  return async (bytes) => {
    const request = decodeRequest(messages.request, bytes)
    instance.log.trace('asked', { rpc: name })
    return encode(messages.response, await answer(instance, request))
  }
}

function decodeRequest(message: Message<unknown>, bytes: Uint8Array): unknown {
  try {
    return decode(message, bytes)
  } catch (error) {
    if (error instanceof WireError) throw new GrpcError(GRPC.invalidArgument, error.message)
    throw error
  }
}
