import { randomBytes } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import { isSea } from 'node:sea'
import { createInterface } from 'node:readline/promises'
import type { Writable } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { homeDirectory } from '../../assembly/home-directory.ts'
import { type OwnClock, systemClock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import type { Environment } from '../../assembly/settings.ts'

/** Signals that ask a program to stop and let it clean up. */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** One of {@link STOP_SIGNALS}. */
export type StopSignal = (typeof STOP_SIGNALS)[number]

/** Text could not be handed over; `code` is the system's (`EPIPE` when nobody reads any more). */
export class OutputError extends Error {
  override readonly name = 'OutputError'
  readonly code: string

  constructor(cause: Error & { code?: string }) {
    const code = cause.code ?? 'unknown'
    super(`cannot write the output (${code})`, { cause })
    this.code = code
  }
}

/** Where text goes: standard output or standard error. */
export interface Output {
  /** Whether a person looks at it. */
  readonly terminal: boolean
  /** Its width in characters; 80 where nobody knows. */
  readonly columns: number
  /** Resolves once the text is handed over; throws {@link OutputError}. */
  write(text: string): Promise<void>
}

/** All that a command may know of the process it runs in, so that a test can run it with another one. */
export interface Context {
  /** As it was when the process began. */
  readonly env: Environment
  /** Sets a variable for what libraries start from here: not for programs that are started with {@link env}. */
  passOn(name: string, value: string): void
  /** The words that start this very program. */
  readonly self: readonly string[]
  /** The working directory. */
  readonly directory: string
  readonly stdout: Output
  readonly stderr: Output
  /** Asks the person at the terminal, who may refuse (`request-invalid`); undefined when nobody is there to answer. */
  readonly ask: ((question: string) => Promise<string>) | undefined
  /** All of standard input. */
  readInput(): Promise<string>
  /** Whether any of the three streams is a terminal, which then sends Ctrl-C to the children itself. */
  readonly onTerminal: boolean
  readonly user: string
  readonly host: string
  /** Undefined where there is none. */
  readonly home: string | undefined
  readonly clock: OwnClock
  readonly random: Random
  /** Hears stop signals from now on instead of dying of them; the answer ends that. */
  onSignal(listener: (signal: StopSignal) => void): () => void
  /** Ends the process at once. */
  exit(code: number): void
}

/** The context of this very process: the one place, with `main.ts`, that reads it. */
export function processContext(): Context {
  const { stdin, stdout, stderr } = process
  const home = homeDirectory(process.env)
  const env = { ...process.env }
  return {
    env,
    passOn: (name, value) => {
      process.env[name] = value
    },
    self: [process.execPath, ...process.execArgv, ...scriptOf(process)],
    directory: process.cwd(),
    stdout: output(stdout),
    stderr: output(stderr),
    ask: stdin.isTTY && stderr.isTTY ? askOnTerminal : undefined,
    readInput: async () => await readAll(stdin),
    onTerminal: stdin.isTTY || stdout.isTTY || stderr.isTTY,
    user: userName(env),
    host: hostname(),
    home,
    clock: systemClock,
    random: randomBytes,
    onSignal: (listener) => {
      for (const signal of STOP_SIGNALS) process.on(signal, listener)
      return () => {
        for (const signal of STOP_SIGNALS) process.off(signal, listener)
      }
    },
    exit: (code) => {
      process.exit(code)
    },
  }
}

/** An executable has its program in itself. */
function scriptOf({ argv: [, script] }: NodeJS.Process): readonly string[] {
  return isSea() || script === undefined ? [] : [script]
}

/** An {@link Output} that writes to a stream. */
function output(stream: Writable & { isTTY?: boolean; columns?: number }): Output {
  // Every write answers for itself; without a listener the same error would end the process.
  stream.on('error', () => undefined)
  return {
    terminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80
    },
    write: async (text) => {
      await new Promise<void>((resolve, reject) => {
        stream.write(text, (error) => {
          if (error) reject(new OutputError(error))
          else resolve()
        })
      })
    },
  }
}

async function askOnTerminal(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await lines.question(question)
  } catch (cause) {
    // Ctrl-C or Ctrl-D; the cursor still stands behind the question.
    process.stderr.write('\n')
    throw new DaypassError('request-invalid', 'the question was not answered', { cause })
  } finally {
    lines.close()
  }
}

/** A user without an entry in the system's list (a container with a bare uid) still has a name in the environment. */
function userName(env: Environment): string {
  try {
    return userInfo().username
  } catch {
    return env['USER'] ?? env['LOGNAME'] ?? 'unknown'
  }
}
