import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inflateRawSync } from 'node:zlib'
import { build } from 'esbuild'
import { ES_MODULES } from '../../../scripts/bundle/for-node.ts'
import { root } from '../../support/source-files.ts'

/** What came of one invocation. */
export type Invoked =
  | { readonly answer: unknown }
  | { readonly error: { readonly errorType: string; readonly errorMessage: string } }

/** A function as Lambda runs it: a process that is frozen between invocations. */
export interface Lambda {
  /** Runs it once. `milliseconds` is the timeout of the function. */
  readonly invoke: (milliseconds?: number) => Promise<Invoked>
  /** Lines of its log so far. */
  readonly log: () => readonly string[]
  readonly stop: () => Promise<void>
}

interface Waiting {
  readonly milliseconds: number
  readonly done: (invoked: Invoked) => void
}

/** Lambda's side: invocations are handed out one after another, and between two of them nothing of the process runs. */
class RuntimeApi {
  readonly #due: Waiting[] = []
  readonly #running = new Map<string, Waiting>()
  readonly #server = createServer((request, response) => void this.#take(request, response))
  #asks: ServerResponse | undefined
  #child: ChildProcess | undefined

  /** Answers its address. */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Freezes and thaws this process; when it dies, all that it had to answer fails with `log()`. */
  watch(child: ChildProcess, log: () => string): void {
    this.#child = child
    child.once('exit', () => {
      const error = { errorType: 'Runtime.ExitError', errorMessage: log() }
      for (const { done } of [...this.#running.values(), ...this.#due]) done({ error })
    })
  }

  add(waiting: Waiting): void {
    this.#due.push(waiting)
    this.#hand()
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #hand(): void {
    const response = this.#asks
    const waiting = response === undefined ? undefined : this.#due.shift()
    if (response === undefined || waiting === undefined) return
    this.#child?.kill('SIGCONT')
    this.#asks = undefined
    const id = `request-${this.#running.size + 1}`
    this.#running.set(id, waiting)
    response.setHeader('lambda-runtime-aws-request-id', id)
    response.setHeader('lambda-runtime-deadline-ms', String(Date.now() + waiting.milliseconds))
    response.end('{}')
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      this.#asks = response
      if (this.#due.length === 0) this.#child?.kill('SIGSTOP')
      this.#hand()
      return
    }
    const [, id = '', what = ''] = /invocation\/([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? []
    const body: unknown = JSON.parse(await text(request))
    response.end()
    const invoked = what === 'response' ? { answer: body } : { error: body }
    this.#running.get(id)?.done(invoked as Invoked)
  }
}

/**
 * Starts a function from its zip, with our own stand-in for Lambda's Runtime API, and no variables but those that are given
 * and those that Lambda sets. There is no home.
 */
export async function startLambda(
  zip: string,
  env: Readonly<Record<string, string>>,
): Promise<Lambda> {
  const task = mkdtempSync(join(tmpdir(), 'daypass-lambda-'))
  writeFileSync(join(task, 'index.mjs'), firstOf(readFileSync(zip)))
  await build({
    ...ES_MODULES,
    entryPoints: [join(root, 'test/bootstrap/lambda/runtime-client.ts')],
    outfile: join(task, 'runtime.mjs'),
  })
  const api = new RuntimeApi()
  const variables = { ...env, ...lambdaVariables(task), AWS_LAMBDA_RUNTIME_API: await api.listen() }
  const child = spawn(process.execPath, [join(task, 'runtime.mjs')], {
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: task,
  })
  const written: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (some) => written.push(String(some)))
  const exit = once(child, 'exit')
  api.watch(child, () => written.join(''))
  return {
    invoke: (milliseconds = 600_000) =>
      new Promise((done) => {
        api.add({ milliseconds, done })
      }),
    log: () =>
      written
        .join('')
        .split('\n')
        .filter((line) => line !== ''),
    stop: async () => {
      child.kill('SIGKILL')
      await exit
      api.close()
      rmSync(task, { recursive: true })
    },
  }
}

function lambdaVariables(task: string): Readonly<Record<string, string>> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: 'daypass-sweep',
    LAMBDA_TASK_ROOT: task,
    _HANDLER: 'index.handler',
    PATH: '/usr/bin:/bin',
    TZ: ':UTC',
  }
}

/** The one file of a zip, read by the sizes in its first header. */
export function firstOf(zip: Buffer): Buffer {
  const start = 30 + zip.readUInt16LE(26)
  return inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(18)))
}
