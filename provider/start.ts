import { randomBytes } from 'node:crypto'
import { homeDirectory } from '../assembly/home-directory.ts'
import { systemClock } from '../core/clock.ts'
import { serverClock } from '../core/server-clock.ts'
import { serve } from '../terraform-plugin/serve.ts'

/** Serves the provider `daypass/daypass` in this process, until it ends. */
export async function startProvider(): Promise<void> {
  homeDirectory(process.env)
  await serve({
    // After the handshake: whatever is imported there costs Terraform no waiting.
    provider: async () => {
      const { daypass } = await import('./daypass.ts')
      return daypass({
        env: process.env,
        directory: process.cwd(),
        clock: serverClock(systemClock),
        random: (size) => randomBytes(size),
      })
    },
    name: 'daypass',
    environment: process.env,
    clock: systemClock,
  })
}
