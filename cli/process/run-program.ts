import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Context } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { findProgram } from './find-program.ts'
import type { Variables } from '../credentials/variables.ts'
import type { Session } from '../session.ts'

/** A program under way. */
export interface Running {
  /** Resolves with its exit code, as a shell reports it: 128+n after signal n, 126 or 127 when it could not start. */
  readonly ended: Promise<number>
  /** Ends the passing on of signals. */
  release(): void
}

/**
 * Starts a program on our own streams and passes stop signals on to it, but not those that a terminal has
 * sent to it already: many programs take a second Ctrl-C for an order to drop everything.
 *
 * @param changes - variables to set, or with undefined to remove
 */
export function startProgram(
  { context, reporter }: Session,
  [name = '', ...words]: readonly string[],
  changes: Variables,
): Running {
  const child = spawn(name, words, {
    stdio: 'inherit',
    cwd: context.directory,
    env: withChanges(context.env, changes),
  })
  const release = context.onSignal((signal) => {
    if (context.onTerminal && (signal === 'SIGINT' || signal === 'SIGQUIT')) return
    child.kill(signal)
  })
  const ended = new Promise<number>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      // Also what a failed kill says, of a child that runs on.
      if (child.pid !== undefined) return
      const code = error.code === 'ENOENT' ? EXIT.notFound : EXIT.notExecutable
      void reporter.fail(cannotStart(name, code)).then(() => {
        resolve(code)
      })
    })
    child.on('exit', (code, signal) => {
      resolve(code ?? EXIT.signal + (signal === null ? 0 : constants.signals[signal]))
    })
  })
  return { ended, release }
}

/** Says that a program cannot be started, if so, and answers the exit code for that. */
export async function refuseProgram(
  { context, reporter }: Session,
  name: string,
): Promise<number | undefined> {
  const found = await findProgram(name, context)
  if (found === 'found') return undefined
  const code = found === 'not-found' ? EXIT.notFound : EXIT.notExecutable
  await reporter.fail(cannotStart(name, code))
  return code
}

function cannotStart(name: string, exit: number) {
  const why = exit === EXIT.notFound ? 'was not found' : 'cannot be executed'
  const message = `${JSON.stringify(name)} ${why}`
  return { exit, code: 'command-not-started', message, hint: undefined, problems: [] }
}

function withChanges(env: Context['env'], changes: Variables): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !(name in changes))
  const set = Object.entries(changes).filter(([, value]) => value !== undefined)
  return Object.fromEntries([...kept, ...set])
}
