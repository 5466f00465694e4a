import { randomBytes } from 'node:crypto'
import type { Environment } from '../../assembly/settings.ts'
import type { Context, StopSignal } from '../../cli/process/context.ts'
import { OutputError } from '../../cli/process/context.ts'
import { type OwnClock, systemClock } from '../../core/clock.ts'

/** How the process of a test looks from inside. */
export interface RecordingOptions {
  readonly env?: Environment
  /** Whether standard output and standard error are terminals. */
  readonly terminal?: boolean
  readonly columns?: number
  /** Answers every question; without it nobody is there. */
  readonly answer?: string
  /** What standard output fails with, once something is written to it. */
  readonly outputFails?: string
  readonly stdin?: string
  /** The machine's own when absent. */
  readonly clock?: OwnClock
}

/** A context that keeps what is written, and sends signals on demand. */
export interface Recording {
  readonly context: Context
  readonly stdout: () => string
  readonly stderr: () => string
  readonly send: (signal: StopSignal) => void
  /** Codes that the process was told to exit with at once. */
  readonly exits: readonly number[]
}

/** Makes a context for commands that run inside the test. */
export function recordingContext(options: RecordingOptions = {}): Recording {
  const { terminal = false, columns = 80, answer, outputFails } = options
  const written = { stdout: '', stderr: '' }
  const listeners = new Set<(signal: StopSignal) => void>()
  const exits: number[] = []
  const context: Context = {
    env: options.env ?? {},
    passOn: () => undefined,
    self: [process.execPath],
    directory: process.cwd(),
    stdout: {
      terminal,
      columns,
      write: async (text) => {
        await Promise.resolve()
        if (outputFails !== undefined) {
          throw new OutputError(Object.assign(new Error('write failed'), { code: outputFails }))
        }
        written.stdout += text
      },
    },
    stderr: {
      terminal,
      columns,
      write: async (text) => {
        await Promise.resolve()
        written.stderr += text
      },
    },
    ask: answer === undefined ? undefined : () => Promise.resolve(answer),
    readInput: () => Promise.resolve(options.stdin ?? ''),
    onTerminal: terminal,
    user: 'ann',
    host: 'laptop',
    home: '/home/ann',
    clock: options.clock ?? systemClock,
    random: randomBytes,
    onSignal: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    exit: (code) => {
      exits.push(code)
    },
  }
  return {
    context,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    send: (signal) => {
      for (const listener of [...listeners]) listener(signal)
    },
    exits,
  }
}
