import { randomBytes } from 'node:crypto'
import { systemClock } from '../core/clock.ts'
import { errorLine } from './error-text.ts'
import { end } from './end.ts'
import { freshCredentials } from './refresh/fresh-credentials.ts'
import { processOutput } from './refresh/refresh-cache.ts'
import { sealEnvironment } from './seal-environment.ts'

const seen = { ...process.env }
const [, , config = ''] = process.argv
try {
  const credentials = await freshCredentials(
    config,
    { env: seen, clock: systemClock, random: randomBytes },
    (variables) => {
      sealEnvironment(process.env, variables)
    },
  )
  process.stdout.write(`${processOutput(credentials)}\n`)
  end(0)
} catch (error) {
  process.stderr.write(`daypass: ${errorLine(error)}\n`)
  end(1)
}
