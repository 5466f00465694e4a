/**
 * What the runner and AWS tools start: each of the small files in `dist` calls one of these, in a process of its own.
 * The only place that reads this process's environment and arguments.
 */
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { systemClock } from '../core/clock.ts'
import { type Connect, connectJob } from './connection/connect.ts'
import { runMain } from './main/run-main.ts'
import { runPost } from './post/run-post.ts'
import { freshCredentials } from './refresh/fresh-credentials.ts'
import { processOutput } from '../assembly/cached-credentials/cached-credentials.ts'
import { configFile } from './refresh/refresh-files.ts'
import { errorLine } from './runner/error-text.ts'
import { githubRunner } from './runner/github-runner.ts'
import type { Runner } from './runner/runner.ts'
import { runSweep } from './sweep/run-sweep.ts'

/** The main step. */
export async function main(): Promise<void> {
  const runner = githubRunner({ ...process.env })
  const script = join(dirname(process.argv[1] ?? ''), 'credentials.js')
  const program = { node: process.execPath, script, platform: process.platform }
  end(await runMain(runner, { connect: connectFrom(runner), program }))
}

/** The post step. It revokes even where nobody reads what it prints any more. */
export async function post(): Promise<void> {
  process.stdout.on('error', () => undefined)
  const runner = githubRunner({ ...process.env })
  await runPost(runner, connectFrom(runner))
  end(0)
}

/** The only step of the sweep. */
export async function sweep(): Promise<void> {
  const runner = githubRunner({ ...process.env })
  end(await runSweep(runner, connectFrom(runner)))
}

/** The `credential_process` of a profile that refreshes itself. Its arguments say which. */
export async function credentials(): Promise<void> {
  const own = { env: { ...process.env }, clock: systemClock, random: randomBytes }
  try {
    const ports = { ...own, connect: connectFrom(own) }
    const [directory = '', name = ''] = process.argv.slice(2)
    const fresh = await freshCredentials(configFile(directory, name), ports)
    process.stdout.write(processOutput(fresh))
    end(0)
  } catch (error) {
    process.stderr.write(`daypass: ${errorLine(error)}\n`)
    end(1)
  }
}

type Own = Pick<Runner, 'env' | 'clock' | 'random'> & Partial<Pick<Runner, 'mask'>>

/**
 * Connects by the `AWS_*` variables that the connection goes by and no others, so that what the SDK reads by itself is the
 * same in main, in post and in a profile, whatever other steps put into the environment.
 */
function connectFrom(own: Own): Connect {
  return (connection, stopped) => {
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name)
    }
    Object.assign(process.env, connection.variables)
    return connectJob(connection, own, stopped)
  }
}

/** Ends the process once what it said is written; kept connections would hold it open. */
function end(code: number): void {
  process.exitCode = code
  process.stdout.write('', () => {
    process.exit(code)
  })
}
