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
    async (told) => {
      const call = { ...validationCall(instance, told), terraform: { version: terraformVersion } }
      instance.sessions.push(await provider.configure(readConfig(provider.schema, config), call))
    },
    provider.schema,
  )
  return { diagnostics }
}
