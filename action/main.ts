import { fileURLToPath } from 'node:url'
import { end } from './end.ts'
import { githubRunner } from './github-runner.ts'
import { runMain } from './run-main.ts'

const script = fileURLToPath(new URL('credentials.js', import.meta.url))
end(await runMain(githubRunner(process.env), { node: process.execPath, script }))
