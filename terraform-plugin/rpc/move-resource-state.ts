import type { AnyResource } from '../definition/provider.ts'
import { DiagnosticError } from '../protocol/diagnostic.ts'
import { encodeValue } from '../protocol/dynamic-value.ts'
import type { RequestOf } from '../protocol/messages/rpc-messages.ts'
import { typeOfSchema } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import { type Instance, type Rpc, validationCall } from './instance.ts'
import { definitionOf } from './read-config.ts'
import { parseRawState, readRawState } from './upgrade-resource-state.ts'

/**
 * Turns the state of a resource of another type, or of this provider under another registry, into one of this type, for a
 * `moved` block. OpenTofu asks for every move, Terraform where the type or the provider changes.
 */
export const moveResourceState: Rpc<'MoveResourceState'> = async (instance, request) => {
  const { value, diagnostics } = await attempt(instance, async (diagnostics) => {
    const { targetTypeName } = request
    const resource = definitionOf(instance.provider.resources, 'resource', targetTypeName)
    const json = request.sourceState?.json ?? new Uint8Array(0)
    if (isOwn(instance, request))
      return {
        targetState: readRawState(resource, {
          typeName: targetTypeName,
          version: request.sourceSchemaVersion,
          json,
        }),
        targetPrivate: request.sourcePrivate,
      }
    const state = await moved(instance, { resource, request, json, diagnostics })
    return { targetState: encodeValue(typeOfSchema(resource.schema), state) }
  })
  return { ...value, diagnostics }
}

/** Whether it is the same resource of the same provider, whatever the registry. */
function isOwn(
  { provider: { address } }: Instance,
  { sourceProviderAddress, sourceTypeName, targetTypeName }: RequestOf<'MoveResourceState'>,
): boolean {
  const source = sourceProviderAddress.split('/').slice(-2).join('/')
  const isOurs = address === source || address?.endsWith(`/${source}`) === true
  return isOurs && sourceTypeName === targetTypeName
}

interface Move {
  readonly resource: AnyResource<unknown>
  readonly request: RequestOf<'MoveResourceState'>
  readonly json: Uint8Array
  readonly diagnostics: Parameters<typeof validationCall>[1]
}

async function moved(instance: Instance, { resource, request, json, diagnostics }: Move) {
  const { sourceProviderAddress: provider, sourceTypeName: typeName, targetTypeName } = request
  const call = validationCall(instance, diagnostics)
  const source = { provider, typeName, state: () => parseRawState(json) }
  const state = await resource.move?.(source, call)
  if (state !== undefined) return state
  throw new DiagnosticError({
    summary: 'Cannot be moved',
    detail: `A ${targetTypeName} cannot take over a ${typeName} of ${provider}. Remove the moved block, and create or import the ${targetTypeName}.`,
  })
}
