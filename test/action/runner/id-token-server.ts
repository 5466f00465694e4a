import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** What the server does with a request: the token after a while, an error, nothing ever, or a closed line. */
export type Behaviour =
  | { readonly kind: 'token'; readonly afterMs: number }
  | { readonly kind: 'status'; readonly status: number; readonly body: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'drop' }

/** GitHub's side of `permissions: id-token: write`: tokens of an issuer for who shows the job's own bearer token. */
export interface IdTokenServer {
  readonly url: string
  readonly bearer: string
  /** Every token handed out. */
  readonly tokens: readonly string[]
  /** When each request came, in milliseconds since 1970. */
  readonly requestedAt: readonly number[]
  /** Resolves when it has been asked so many times. */
  asked(times: number): Promise<void>
  /** The first behaviours are for the next requests, one each; afterwards there are tokens. */
  behave(...next: Behaviour[]): void
  /** How long every token takes from now on. */
  delay(milliseconds: number): void
  stop(): Promise<void>
}

/** Starts it in front of an issuer that mints for anybody; `claims` are those of the job. */
export async function startIdTokenServer(
  issuerUrl: string,
  claims: Readonly<Record<string, string>> = {},
): Promise<IdTokenServer> {
  const bearer = `bearer-of-the-job-${randomUUID()}`
  const tokens: string[] = []
  const requestedAt: number[] = []
  const behaviours: Behaviour[] = []
  let usualMs = 0
  const bell = new EventEmitter()
  const mint = async (audience: string | null): Promise<string> => {
    const query = new URLSearchParams({ ...claims, ...(audience !== null && { audience }) })
    const reply = await fetch(`${issuerUrl}/token?${query.toString()}`)
    const { value } = (await reply.json()) as { value: string }
    tokens.push(value)
    return value
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requestedAt.push(Date.now())
    bell.emit('asked')
    const behaviour = behaviours.shift() ?? { kind: 'token' as const, afterMs: usualMs }
    if (behaviour.kind === 'silent') return
    if (behaviour.kind === 'drop') {
      request.socket.destroy()
      return
    }
    if (behaviour.kind === 'status') {
      reply(response, behaviour.status, behaviour.body)
      return
    }
    if (request.headers.authorization?.toLowerCase() !== `bearer ${bearer}`) {
      reply(response, 401, 'the bearer token is not that of the job')
      return
    }
    await delay(behaviour.afterMs)
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const value = await mint(searchParams.get('audience'))
    reply(response, 200, JSON.stringify({ count: value.length, value }))
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    // GitHub's address has a query already.
    url: `http://127.0.0.1:${port}/idtoken/74a1/run?api-version=2.0`,
    bearer,
    tokens,
    requestedAt,
    asked: async (times) => {
      while (requestedAt.length < times) await once(bell, 'asked')
    },
    behave: (...next) => {
      behaviours.splice(0, behaviours.length, ...next)
    },
    delay: (milliseconds) => {
      usualMs = milliseconds
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}
