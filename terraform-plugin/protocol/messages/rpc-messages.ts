/**
 * The unary calls of the service `tfplugin6.Provider` with request and answer, up to protocol 6.11. Field numbers as in
 * `value-messages.ts`. What is not used here (provider_meta, deferred) is left out: unknown fields are skipped.
 */
import { bool, bytes, int, many, message, named, nested, optional, text } from '../message.ts'
import type { Message } from '../message.ts'
import { functionMessage, identitySchemaMessage, schemaMessage } from './schema-messages.ts'
import {
  attributePath,
  clientCapabilities,
  diagnostic,
  diagnosticsOnly,
  dynamicValue,
  empty,
  functionError,
  identityData,
  rawState,
  serverCapabilities,
  timestampMessage,
} from './value-messages.ts'

const value = (no: number) => nested(no, () => dynamicValue)
const diagnostics = (no: number) => many(no, () => diagnostic)
const identity = (no: number) => nested(no, () => identityData)
const capabilities = (no: number) => nested(no, () => clientCapabilities)
const typeNames = (no: number) => many(no, () => message({ typeName: text(1) }))

const validateConfig = message({
  typeName: text(1),
  config: value(2),
  clientCapabilities: capabilities(3),
})

const configureByType = message({ typeName: text(1), config: value(2) })
const stateByType = message({ typeName: text(1), stateId: text(2) })

const importedResource = message({
  typeName: text(1),
  state: value(2),
  private: bytes(3),
  identity: identity(4),
})

/** Name of the call → its messages. */
export const RPCS = {
  GetMetadata: rpc(
    empty,
    message({
      serverCapabilities: nested(1, () => serverCapabilities),
      diagnostics: diagnostics(2),
      dataSources: typeNames(3),
      resources: typeNames(4),
      functions: many(5, () => message({ name: text(1) })),
      ephemeralResources: typeNames(6),
      listResources: typeNames(7),
      actions: typeNames(9),
    }),
  ),
  GetProviderSchema: rpc(
    empty,
    message({
      provider: nested(1, () => schemaMessage),
      resourceSchemas: named(2, () => schemaMessage),
      dataSourceSchemas: named(3, () => schemaMessage),
      diagnostics: diagnostics(4),
      serverCapabilities: nested(6, () => serverCapabilities),
      functions: named(7, () => functionMessage),
      ephemeralResourceSchemas: named(8, () => schemaMessage),
      listResourceSchemas: named(9, () => schemaMessage),
      actionSchemas: named(11, () => message({ schema: nested(1, () => schemaMessage) })),
    }),
  ),
  GetResourceIdentitySchemas: rpc(
    empty,
    message({
      identitySchemas: named(1, () => identitySchemaMessage),
      diagnostics: diagnostics(2),
    }),
  ),
  UpgradeResourceIdentity: rpc(
    message({ typeName: text(1), version: int(2), rawIdentity: nested(3, () => rawState) }),
    message({ upgradedIdentity: identity(1), diagnostics: diagnostics(2) }),
  ),
  ValidateProviderConfig: rpc(message({ config: value(1) }), diagnosticsOnly(2)),
  ConfigureProvider: rpc(
    message({
      terraformVersion: text(1),
      config: value(2),
      clientCapabilities: capabilities(3),
    }),
    diagnosticsOnly(),
  ),
  StopProvider: rpc(empty, message({ error: text(1) })),
  ValidateResourceConfig: rpc(validateConfig, diagnosticsOnly()),
  UpgradeResourceState: rpc(
    message({ typeName: text(1), version: int(2), rawState: nested(3, () => rawState) }),
    message({ upgradedState: value(1), diagnostics: diagnostics(2) }),
  ),
  ReadResource: rpc(
    message({
      typeName: text(1),
      currentState: value(2),
      private: bytes(3),
      clientCapabilities: capabilities(5),
      currentIdentity: identity(6),
    }),
    message({
      newState: value(1),
      diagnostics: diagnostics(2),
      private: bytes(3),
      newIdentity: identity(5),
    }),
  ),
  PlanResourceChange: rpc(
    message({
      typeName: text(1),
      priorState: value(2),
      proposedNewState: value(3),
      config: value(4),
      priorPrivate: bytes(5),
      clientCapabilities: capabilities(7),
      priorIdentity: identity(8),
    }),
    message({
      plannedState: value(1),
      requiresReplace: many(2, () => attributePath),
      plannedPrivate: bytes(3),
      diagnostics: diagnostics(4),
      legacyTypeSystem: bool(5),
      plannedIdentity: identity(7),
    }),
  ),
  ApplyResourceChange: rpc(
    message({
      typeName: text(1),
      priorState: value(2),
      plannedState: value(3),
      config: value(4),
      plannedPrivate: bytes(5),
      plannedIdentity: identity(7),
    }),
    message({
      newState: value(1),
      private: bytes(2),
      diagnostics: diagnostics(3),
      newIdentity: identity(5),
    }),
  ),
  ImportResourceState: rpc(
    message({
      typeName: text(1),
      id: text(2),
      clientCapabilities: capabilities(3),
      identity: identity(4),
    }),
    message({
      importedResources: many(1, () => importedResource),
      diagnostics: diagnostics(2),
    }),
  ),
  MoveResourceState: rpc(
    message({
      sourceProviderAddress: text(1),
      sourceTypeName: text(2),
      sourceSchemaVersion: int(3),
      sourceState: nested(4, () => rawState),
      targetTypeName: text(5),
      sourcePrivate: bytes(6),
    }),
    message({
      targetState: value(1),
      diagnostics: diagnostics(2),
      targetPrivate: bytes(3),
    }),
  ),
  GenerateResourceConfig: rpc(
    message({ typeName: text(1), state: value(2) }),
    message({ config: value(1), diagnostics: diagnostics(2) }),
  ),
  ValidateDataResourceConfig: rpc(validateConfig, diagnosticsOnly()),
  ReadDataSource: rpc(
    message({ typeName: text(1), config: value(2), clientCapabilities: capabilities(4) }),
    message({ state: value(1), diagnostics: diagnostics(2) }),
  ),
  ValidateEphemeralResourceConfig: rpc(validateConfig, diagnosticsOnly()),
  OpenEphemeralResource: rpc(
    message({ typeName: text(1), config: value(2), clientCapabilities: capabilities(3) }),
    message({
      diagnostics: diagnostics(1),
      renewAt: nested(2, () => timestampMessage),
      result: value(3),
      private: optional(bytes(4)),
    }),
  ),
  RenewEphemeralResource: rpc(
    message({ typeName: text(1), private: optional(bytes(2)) }),
    message({
      diagnostics: diagnostics(1),
      renewAt: nested(2, () => timestampMessage),
      private: optional(bytes(3)),
    }),
  ),
  CloseEphemeralResource: rpc(
    message({ typeName: text(1), private: optional(bytes(2)) }),
    diagnosticsOnly(),
  ),
  GetFunctions: rpc(
    empty,
    message({ functions: named(1, () => functionMessage), diagnostics: diagnostics(2) }),
  ),
  CallFunction: rpc(
    message({ name: text(1), arguments: many(2, () => dynamicValue) }),
    message({ result: value(1), error: nested(2, () => functionError) }),
  ),
  ValidateListResourceConfig: rpc(configureByType, diagnosticsOnly()),
  ValidateStateStoreConfig: rpc(configureByType, diagnosticsOnly()),
  ConfigureStateStore: rpc(configureByType, diagnosticsOnly()),
  LockState: rpc(stateByType, diagnosticsOnly(2)),
  UnlockState: rpc(stateByType, diagnosticsOnly()),
  GetStates: rpc(message({ typeName: text(1) }), diagnosticsOnly(2)),
  DeleteState: rpc(stateByType, diagnosticsOnly()),
  PlanAction: rpc(message({ typeName: text(1), config: value(2) }), diagnosticsOnly()),
  ValidateActionConfig: rpc(configureByType, diagnosticsOnly()),
}

/** Name of the call that is answered by a stream → its request, and one event of the answer. */
export const STREAMS = {
  ListResource: rpc(
    message({ typeName: text(1), config: value(2), includeResourceObject: bool(3), limit: int(4) }),
    message({
      identity: identity(1),
      displayName: text(2),
      resourceObject: value(3),
      diagnostic: diagnostics(4),
    }),
  ),
  InvokeAction: rpc(
    message({ typeName: text(1), config: value(2), clientCapabilities: capabilities(3) }),
    message({
      progress: nested(1, () => message({ message: text(1) })),
      completed: nested(2, () => diagnosticsOnly()),
    }),
  ),
}

/** The name of a call that is answered by a stream. */
export type StreamName = keyof typeof STREAMS

/** What such a call brings. */
export type StreamRequestOf<N extends StreamName> =
  (typeof STREAMS)[N]['request'] extends Message<infer T> ? T : never

/** One event of its answer. */
export type EventOf<N extends StreamName> =
  (typeof STREAMS)[N]['response'] extends Message<infer T> ? T : never

/** The name of a unary call. */
export type RpcName = keyof typeof RPCS

/** What a call brings. */
export type RequestOf<N extends RpcName> =
  (typeof RPCS)[N]['request'] extends Message<infer T> ? T : never

/** What a call answers. */
export type ResponseOf<N extends RpcName> =
  (typeof RPCS)[N]['response'] extends Message<infer T> ? T : never

function rpc<Q, A>(
  request: Message<Q>,
  response: Message<A>,
): { readonly request: Message<Q>; readonly response: Message<A> } {
  return { request, response }
}
