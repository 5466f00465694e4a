/** `daypass prove` against the sandbox: its table, what it leaves behind, and whether it notices a world that lies. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from '../../cli/run.ts'
import { type SandboxOptions, startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { recordingContext } from './recording-context.ts'

const sandbox = await startSandbox()
Object.assign(process.env, {
  AWS_ENDPOINT_URL: sandbox.url,
  AWS_ACCESS_KEY_ID: sandbox.root.accessKeyId,
  AWS_SECRET_ACCESS_KEY: sandbox.root.secretAccessKey,
  AWS_REGION: 'us-east-1',
})
test('x', async () => {
  const rec = recordingContext({ env: {} })
  const clock = {
    ...sandbox.clock,
    sleep: (ms: number) => {
      sandbox.clock.advance(ms / 1000)
      return Promise.resolve()
    },
  }
  const began = Date.now()
  const code = await run(
    ['prove', '--yes', ...(process.env['ONLY'] ? ['--only', process.env['ONLY']] : [])],
    { ...rec.context, clock },
  )
  process.stdout.write(
    `${code} ${Date.now() - began} ms, ${sandbox.requests.length} requests\n${rec.stderr()}\n${rec.stdout()}`,
  )
  await sandbox.stop()
})
