/** What the single executable starts: `provider/main.ts` without its top-level await, which CommonJS does not have. */
import { randomBytes } from 'node:crypto'
import { systemClock } from '../../core/clock.ts'
import { serve } from '../../provider/serve.ts'

void serve({
  provider: async () => {
    const { daypass } = await import('../../provider/daypass.ts')
    return daypass({
      env: process.env,
      directory: process.cwd(),
      clock: systemClock,
      random: (size) => randomBytes(size),
    })
  },
  name: 'daypass',
  environment: process.env,
  clock: systemClock,
})
