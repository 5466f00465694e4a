import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A process of its own that writes into a state directory. */
export interface WriterProcess {
  /** Sends a command and waits for its answer. */
  ask(command: string): Promise<string>
  /** Sends a command that has no answer. */
  send(command: string): void
  /** Resolves with the next count. */
  counted(): Promise<void>
  /** How many counts were confirmed since the last call. */
  taken(): number
  /** Kills the process wherever it is. */
  kill(): Promise<void>
}

const SCRIPT = fileURLToPath(new URL('directory-writer.ts', import.meta.url))

/** Starts a writer at a state directory. */
export function startWriter(directory: string): WriterProcess {
  const args = ['--import', 'tsx', SCRIPT, directory]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')])
  let confirmed = 0
  lines.on('line', (line) => {
    if (line === 'counted') confirmed++
  })
  const send = (command: string): void => {
    child.stdin.write(`${command}\n`)
  }
  return {
    send,
    ask: async (command) => {
      const answered = once(lines, 'line')
      send(command)
      const [line] = (await answered) as [string]
      return line
    },
    counted: async () => {
      await once(lines, 'line')
    },
    taken: () => {
      const taken = confirmed
      confirmed = 0
      return taken
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
