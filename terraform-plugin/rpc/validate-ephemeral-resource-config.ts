import type { Rpc } from './instance.ts'
import { validateConfig } from './validate-config.ts'

/** Looks at an ephemeral block; values may be unknown. */
export const validateEphemeralResourceConfig: Rpc<'ValidateEphemeralResourceConfig'> = (
  instance,
  block,
) =>
  validateConfig(instance, instance.provider.ephemeralResources, {
    ...block,
    kind: 'ephemeral resource',
  })
