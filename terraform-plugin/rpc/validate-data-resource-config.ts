import type { Rpc } from './instance.ts'
import { validateConfig } from './validate-config.ts'

/** Looks at a data block; values may be unknown. */
export const validateDataResourceConfig: Rpc<'ValidateDataResourceConfig'> = (instance, block) =>
  validateConfig(instance, instance.provider.dataSources, { ...block, kind: 'data source' })
