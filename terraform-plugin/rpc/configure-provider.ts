import { attempt } from './attempt.ts'
import { validationCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { readConfig } from './read-config.ts'

/** Makes what the other calls work with. Values may be unknown in a plan. */
export const configureProvider: Rpc<'ConfigureProvider'> = async (
  instance,
  { config, terraformVersion },
) => {
  const { provider } = instance
  const { diagnostics } = await attempt(
    instance,
    async (diagnostics) => {
      const call = {
        ...validationCall(instance, diagnostics),
        terraform: { version: terraformVersion },
      }
      instance.sessions.push(await provider.configure(readConfig(provider.schema, config), call))
    },
    provider.schema,
  )
  return { diagnostics }
}
