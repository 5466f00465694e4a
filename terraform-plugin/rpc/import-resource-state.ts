import type { AnyResource } from '../definition/provider.ts'
import type { Importing } from '../definition/resource.ts'
import { DiagnosticError } from '../protocol/diagnostic.ts'
import { decodeValue, objectValue } from '../protocol/dynamic-value.ts'
import type { RequestOf } from '../protocol/messages/rpc-messages.ts'
import type { IdentitySchema } from '../protocol/schema.ts'
import type { ObjectValue } from '../protocol/value.ts'
import { typeOfIdentity } from '../protocol/value-type.ts'
import { encodeValue } from '../protocol/dynamic-value.ts'
import { typeOfSchema } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import { pendingCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { definitionOf } from './read-config.ts'

/** Turns a name into a state that is just enough for the read that follows. */
export const importResourceState: Rpc<'ImportResourceState'> = async (instance, request) => {
  const { value, diagnostics } = await attempt(instance, async (diagnostics) => {
    const { typeName } = request
    const resource = definitionOf(instance.provider.resources, 'resource', typeName)
    if (resource.import === undefined)
      throw new DiagnosticError({
        summary: 'Cannot be imported',
        detail: `A ${typeName} cannot be imported; create it instead.`,
      })
    const what = importing(resource, request)
    const state = await resource.import(what, pendingCall(instance, diagnostics))
    return [
      {
        typeName,
        state: encodeValue(typeOfSchema(resource.schema), state),
        identity: request.identity,
      },
    ]
  })
  return { importedResources: value, diagnostics }
}

function importing(
  { identity }: AnyResource<unknown>,
  request: RequestOf<'ImportResourceState'>,
): Importing<IdentitySchema> {
  const encoded = request.identity?.identityData
  if (encoded === undefined) return { by: 'id', id: request.id }
  if (identity === undefined)
    throw new DiagnosticError({
      summary: 'No identity',
      detail: 'This kind of resource has no identity; import it by its id.',
    })
  const value: ObjectValue = objectValue(decodeValue(typeOfIdentity(identity.schema), encoded))
  return { by: 'identity', identity: value }
}
