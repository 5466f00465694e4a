import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { serverMissing, serverUsed } from './servers-used.ts'

/** A running Ceph Object Gateway, empty but for its first user, who may do everything. */
export interface Rgw {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Runs `radosgw-admin` and answers what it prints. */
  admin(...args: string[]): Promise<string>
  stop(): Promise<void>
}

const SCRIPT = fileURLToPath(new URL('../../scripts/rgw.sh', import.meta.url))
const run = promisify(execFile)

/**
 * Starts a gateway of its own, in one or two seconds. It ends with this process, however that ends.
 *
 * @returns the reason to skip tests with when `scripts/rgw.sh fetch` has not been run here
 * @throws when the environment variable DAYPASS_REQUIRE asks for `rgw` and it is not there
 */
export async function startRgw(): Promise<Rgw | { readonly skip: string }> {
  try {
    await run(SCRIPT, ['ready'])
  } catch {
    return { skip: serverMissing('rgw', 'scripts/rgw.sh fetch has not been run') }
  }
  const folder = mkdtempSync(join(tmpdir(), 'daypass-rgw-'))
  const env = { ...process.env, DAYPASS_RGW_RUN: join(folder, 'run') }
  const child = spawn(SCRIPT, ['run'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const facts = new Map<string, string>()
  for await (const line of createInterface({ input: child.stdout })) {
    const [name = '', ...value] = line.split('=')
    facts.set(name, value.join('='))
    if (name === 'secret_access_key') break
  }
  const endpoint = facts.get('endpoint')
  if (endpoint === undefined) throw new Error(`the gateway did not start: see ${folder}`)
  serverUsed('rgw')
  return {
    endpoint,
    accessKeyId: facts.get('access_key_id') ?? '',
    secretAccessKey: facts.get('secret_access_key') ?? '',
    admin: async (...args) => (await run(SCRIPT, ['admin', ...args], { env })).stdout,
    stop: async () => {
      child.stdin.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
