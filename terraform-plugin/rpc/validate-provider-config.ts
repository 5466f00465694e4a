import { attempt } from './attempt.ts'
import { validationCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { readConfig } from './read-config.ts'

/** Looks at the provider block; values may be unknown. */
export const validateProviderConfig: Rpc<'ValidateProviderConfig'> = async (
  instance,
  { config },
) => {
  const { provider } = instance
  const { diagnostics } = await attempt(
    instance,
    (diagnostics) =>
      provider.validate?.(
        readConfig(provider.schema, config),
        validationCall(instance, diagnostics),
      ),
    provider.schema,
  )
  return { diagnostics }
}
