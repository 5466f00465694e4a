import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../core/clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { type ServerName, serverMissing, serverUsed } from './servers-used.ts'

/** A server that somebody else wrote, as its own process on a loopback port. */
export interface LocalProgram {
  readonly name: ServerName
  /** Looked for on PATH. */
  readonly program: string
  readonly args: (port: number) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Answers, with whatever status, once the server is up. */
  readonly path: string
}

const START_MILLISECONDS = 30_000

/** The server would outlive a test process that is killed; the end of a pipe is always noticed. */
const UNTIL_END_OF_INPUT = `
  program=$1; shift
  command -v "$program" >/dev/null || exit 127
  "$program" "$@" & server=$!
  cat >/dev/null
  kill $server
  wait $server`

/**
 * Starts a server from PATH. It ends with this process, however that ends.
 *
 * @returns the reason to skip tests with when there is none
 * @throws when the environment variable DAYPASS_REQUIRE asks for it and it is not there
 */
export async function startLocalProgram(
  local: LocalProgram,
): Promise<{ endpoint: string; stop(): Promise<void> } | { readonly skip: string }> {
  const port = await freePort()
  const args = ['-c', UNTIL_END_OF_INPUT, 'sh', local.program, ...local.args(port)]
  const env = { ...process.env, ...local.env }
  const child = spawn('sh', args, { env, stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new AbortController()
  const closed = once(child, 'close').then(() => {
    ended.abort()
  })
  const stop = async (): Promise<void> => {
    child.stdin.end()
    await closed
  }
  const endpoint = `http://127.0.0.1:${port}`
  if (!(await answers(endpoint + local.path, ended.signal))) {
    await stop()
    return { skip: serverMissing(local.name, `${local.program} does not start from PATH`) }
  }
  serverUsed(local.name)
  return { endpoint, stop }
}

async function answers(url: string, ended: AbortSignal): Promise<boolean> {
  const limit = { milliseconds: START_MILLISECONDS, signal: ended }
  return await withDeadline(systemClock, limit, async (signal) => {
    while (!signal.aborted) {
      try {
        await fetch(url, { signal })
        return true
      } catch {
        await delay(100)
      }
    }
    return false
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
