import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../core/clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { serverMissing, serverUsed } from './servers-used.ts'

/** A running moto_server: a wide mock of AWS, which checks neither signatures nor rights. */
export interface Moto {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  stop(): Promise<void>
}

const START_MILLISECONDS = 30_000

/** The server would outlive a test process that is killed; the end of a pipe is always noticed. */
const UNTIL_END_OF_INPUT = `
  command -v moto_server >/dev/null || exit 127
  moto_server "$@" & server=$!
  cat >/dev/null
  kill $server`

/**
 * Starts `moto_server` from PATH, with AWS's managed policies in it. It ends with this process, however
 * that ends.
 *
 * @returns the reason to skip tests with when there is none
 * @throws when the environment variable DAYPASS_REQUIRE asks for `moto` and it is not there
 */
export async function startMoto(): Promise<Moto | { readonly skip: string }> {
  const port = await freePort()
  const args = ['-c', UNTIL_END_OF_INPUT, 'sh', '-H', '127.0.0.1', '-p', String(port)]
  const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }
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
  if (!(await answers(`${endpoint}/moto-api/`, ended.signal))) {
    await stop()
    return { skip: serverMissing('moto', 'moto_server does not start from PATH') }
  }
  serverUsed('moto')
  return { endpoint, accessKeyId: 'testing', secretAccessKey: 'testing', stop }
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
