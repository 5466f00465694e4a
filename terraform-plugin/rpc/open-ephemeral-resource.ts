import type { AnyEphemeralResource } from '../definition/provider.ts'
import type { Opened } from '../definition/ephemeral-resource.ts'
import { DiagnosticError } from '../protocol/diagnostic.ts'
import type { collectDiagnostics } from '../protocol/diagnostic.ts'
import { encodeValue } from '../protocol/dynamic-value.ts'
import type { EncodedValue } from '../protocol/dynamic-value.ts'
import type { Schema } from '../protocol/schema.ts'
import { typeOfSchema } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import { closeEphemeral } from './close-ephemeral-resource.ts'
import { composeAnswer } from './compose.ts'
import { pendingCall } from './instance.ts'
import type { Instance, Rpc } from './instance.ts'
import { definitionOf, readKnownConfig, schemaOf } from './read-config.ts'
import { describeRenewAt } from './renew-at.ts'

/**
 * Opens, and notes it before answering: whatever Terraform does next, it is closed. An answer that cannot be handed on
 * is closed at once, because Terraform never closes what it did not get.
 */
export const openEphemeralResource: Rpc<'OpenEphemeralResource'> = async (instance, request) => {
  const { value, diagnostics } = await attempt(
    instance,
    async (diagnostics) => {
      const resource = definitionOf(
        instance.provider.ephemeralResources,
        'ephemeral resource',
        request.typeName,
      )
      return await openOne(instance, { ...request, resource, diagnostics })
    },
    schemaOf(instance.provider.ephemeralResources, request.typeName),
  )
  return { diagnostics, ...value }
}

interface Opening {
  readonly typeName: string
  readonly config: EncodedValue | undefined
  readonly resource: AnyEphemeralResource<unknown>
  readonly diagnostics: ReturnType<typeof collectDiagnostics>
}

async function openOne(instance: Instance, { typeName, resource, diagnostics, ...rest }: Opening) {
  const config = readKnownConfig(resource.schema, rest.config)
  let opened: Opened<Schema> | undefined
  const hasBegun = await instance.open.opening(async () => {
    opened = await resource.open(config, pendingCall(instance, diagnostics))
    return { typeName, private: opened.private }
  })
  if (!hasBegun || opened === undefined) throw stopping()
  try {
    if (diagnostics.all.some(({ severity }) => severity === 'error')) throw new DiagnosticError()
    return {
      result: encodeValue(
        typeOfSchema(resource.schema),
        composeAnswer(resource.schema, config, opened.result),
      ),
      private: Buffer.from(opened.private),
      renewAt: describeRenewAt(opened.renewAt, instance.clock.now()),
    }
  } catch (error) {
    await instance.open.close({ typeName, private: opened.private }, (open) =>
      closeEphemeral(instance, open),
    )
    throw error
  }
}

function stopping(): DiagnosticError {
  return new DiagnosticError({
    summary: 'Provider is stopping',
    detail: 'Nothing is opened any more, because the provider is about to end.',
  })
}
