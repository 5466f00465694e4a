import type { AnyProvider } from './definition/provider.ts'
import { makeLog, writeToStderr } from './plugin/log.ts'
import { servePlugin } from './plugin/serve-plugin.ts'
import type { ServedInstance } from './rpc/serve-instance.ts'

/** What a provider's process consists of. */
export interface Serving {
  /** Asked for once, when Terraform has its first answer: import the provider in here, not beside it. */
  readonly provider: () => Promise<AnyProvider>
  /** Its short name, as in `terraform-provider-NAME`: of messages, of log lines, of the socket's folder. */
  readonly name: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: { now(): Date }
}

/**
 * Makes this process a provider, until Terraform ends it. Resolves when it listens. Whatever way it ends, except by
 * SIGKILL, what is open is closed before.
 */
export async function serve({ provider, name, environment, clock }: Serving): Promise<void> {
  const log = makeLog({ environment, clock, module: name, write: writeToStderr })
  let served: Promise<ServedInstance> | undefined
  const load = async (): Promise<ServedInstance> => {
    const [loaded, { serveInstance }] = await Promise.all([
      provider(),
      import('./rpc/serve-instance.ts'),
    ])
    return serveInstance({ provider: loaded, log, clock })
  }
  await servePlugin({
    name,
    environment,
    clock,
    methods: async () => (await (served ??= load())).methods,
    beforeEnd: async (why) => {
      await (await served)?.end(why)
    },
    interrupt: () => {
      void served?.then(({ interrupt }) => {
        interrupt()
      })
    },
  })
}
