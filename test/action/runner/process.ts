import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A process that a step runs. */
export interface StepProcess {
  /** Exit code, or 128 and the number of the signal that ended it. */
  readonly ended: Promise<number>
  readonly pid: number
  /** SIGINT, and if it does not end SIGTERM, and if it does not end SIGKILL, in the runner's times. */
  readonly cancel: () => void
  /** SIGKILL, as when the machine is lost. */
  readonly kill: () => void
}

/** Source: https://github.com/actions/runner/blob/v2.336.0/src/Runner.Sdk/ProcessInvoker.cs */
const SIGTERM_AFTER_MS = 7500
const SIGKILL_AFTER_MS = 2500

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/** How to start a process. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
}

/** Starts a process and hands its lines, those of both outputs, on. */
export function startProcess(command: Command, onLine: (line: string) => void): StepProcess {
  const { program, args, env, folder } = command
  const child = spawn(program, args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', onLine)
  }
  const ended = once(child, 'close').then(([code, signal]: unknown[]) =>
    typeof code === 'number' ? code : 128 + (SIGNAL_NUMBERS[String(signal)] ?? 0),
  )
  return {
    ended,
    pid: child.pid ?? 0,
    kill: () => void child.kill('SIGKILL'),
    cancel: () => {
      child.kill('SIGINT')
      const timers = [
        setTimeout(() => child.kill('SIGTERM'), SIGTERM_AFTER_MS),
        setTimeout(() => child.kill('SIGKILL'), SIGTERM_AFTER_MS + SIGKILL_AFTER_MS),
      ]
      child.once('close', () => {
        timers.forEach(clearTimeout)
      })
    },
  }
}
