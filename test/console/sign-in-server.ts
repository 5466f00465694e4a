import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Sandbox } from '../../sandbox/sandbox.ts'

/** What stands for AWS's federation endpoint. */
export interface SignInServer {
  readonly url: string
  /** Parameters of each request for a token. */
  readonly asked: readonly URLSearchParams[]
  /** The access key id that a token was given for. */
  holderOf(token: string): string | undefined
  /** Answers so from now on, instead of looking. */
  fail(status: number | undefined): void
  stop(): void
}

/**
 * The part of `signin.aws.amazon.com/federation` that gives tokens, as the IAM User Guide describes it: it takes the
 * three parts of session credentials that live, and refuses long-term keys and a length for sessions that end by
 * themselves (GetFederationToken). How the real one words its refusals nobody here could see.
 */
export async function startSignIn(sandbox: Sandbox): Promise<SignInServer> {
  const asked: URLSearchParams[] = []
  const tokens = new Map<string, string>()
  let failure: number | undefined
  const server: Server = createServer((request, reply) => {
    void text(request).then((body) => {
      const parameters = new URLSearchParams(body)
      asked.push(parameters)
      const id = failure === undefined ? liveSession(sandbox, parameters) : undefined
      if (id === undefined) {
        reply.writeHead(failure ?? 400, { 'content-type': 'text/html' })
        reply.end(`<html>${body}</html>`)
        return
      }
      const token = `token-${tokens.size}-${'x'.repeat(400)}`
      tokens.set(token, id)
      reply.end(JSON.stringify({ SigninToken: token }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/federation`,
    asked,
    holderOf: (token) => tokens.get(token),
    fail: (status) => (failure = status),
    stop: () => void server.close(),
  }
}

function liveSession(sandbox: Sandbox, parameters: URLSearchParams): string | undefined {
  if (parameters.get('Action') !== 'getSigninToken') return undefined
  const { sessionId, sessionKey, sessionToken } = JSON.parse(
    parameters.get('Session') ?? '{}',
  ) as Record<string, string>
  const session = sandbox.world.sessions.get(sessionId ?? '')
  if (session === undefined || session.expiresAt <= sandbox.clock.now()) return undefined
  const isRight = session.secretAccessKey === sessionKey && session.token === sessionToken
  const isFederated = session.kind === 'federated-user'
  if (!isRight || session.kind === 'user-session') return undefined
  return isFederated && parameters.has('SessionDuration') ? undefined : sessionId
}
