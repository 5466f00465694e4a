#!/usr/bin/env node
/** What Terraform starts: the provider `daypass/daypass`. */
import { randomBytes } from 'node:crypto'
import { systemClock } from '../core/clock.ts'
import { tooOldNode } from './node-version.ts'
import { serve } from './serve.ts'

const refusal = tooOldNode(process.versions.node)
if (refusal === undefined) await serveDaypass()
else {
  process.stdout.write(`${refusal}\n`)
  process.exitCode = 1
}

async function serveDaypass(): Promise<void> {
  await serve({
    // After the handshake: whatever is imported there costs Terraform no waiting.
    provider: async () => {
      const { daypass } = await import('./daypass.ts')
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
}
