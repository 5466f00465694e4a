/**
 * What the runner and AWS tools start: each of the small files in `dist` calls one of these, in a process of its own.
 * The only place that reads this process's environment and arguments.
 */
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { systemClock } from '../core/clock.ts'
import { errorLine } from './runner/error-text.ts'
import { githubRunner } from './runner/github-runner.ts'
import { freshCredentials } from './refresh/fresh-credentials.ts'
import { processOutput } from './refresh/refresh-cache.ts'
import { runMain } from './main/run-main.ts'
import { runPost } from './post/run-post.ts'
import { sealEnvironment } from './connection/seal-environment.ts'
import { runSweep } from './sweep/run-sweep.ts'

/** The main step. */
export async function main(): Promise<void> {
  const script = join(dirname(process.argv[1] ?? ''), 'credentials.js')
  end(await runMain(githubRunner(process.env), { node: process.execPath, script }))
}

/** The post step. */
export async function post(): Promise<void> {
  await runPost(githubRunner({ ...process.env }), seal)
  end(0)
}

/** The only step of the sweep. */
export async function sweep(): Promise<void> {
  end(await runSweep(githubRunner(process.env)))
}

/** The `credential_process` of a profile that refreshes itself. Its argument is the profile's configuration. */
export async function credentials(): Promise<void> {
  const asking = { env: { ...process.env }, clock: systemClock, random: randomBytes }
  try {
    const fresh = await freshCredentials(process.argv[2] ?? '', asking, seal)
    process.stdout.write(`${processOutput(fresh)}\n`)
    end(0)
  } catch (error) {
    process.stderr.write(`daypass: ${errorLine(error)}\n`)
    end(1)
  }
}

function seal(variables: Readonly<Record<string, string>>): void {
  sealEnvironment(process.env, variables)
}

/** Ends the process once what it said is written; kept connections would hold it open. */
function end(code: number): void {
  process.exitCode = code
  process.stdout.write('', () => {
    process.exit(code)
  })
}
