import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import { type Answer, replyFromGit } from './git-replies.ts'

/** A comment on a pull request. */
export interface Comment {
  readonly id: number
  readonly author: string
  body: string
}

/** Who shows a token, and what that token may. */
export interface TokenHolder {
  readonly login: string
  readonly mayWrite: boolean
}

/** GitHub's API for one repository with one pull request: what it holds, and nothing else, decides what it answers. */
export interface GithubServer {
  readonly url: string
  /** By the text of the token. */
  readonly tokens: Map<string, TokenHolder>
  /** In the order in which they were made. */
  readonly comments: Comment[]
  /** The pull request's latest commit. */
  latest: string
  /** Puts a comment of somebody. */
  say(author: string, body: string): Comment
  /** The next answers are 502. */
  fail(times: number): void
  /** Paths of all requests, with their methods. */
  readonly requests: readonly string[]
  stop(): Promise<void>
}

/** The longest body of a comment that GitHub takes. */
const BODY_MAX = 65_536

/** Starts it for a repository of git on this machine. */
export async function startGithub(directory: string): Promise<GithubServer> {
  const tokens = new Map<string, TokenHolder>()
  const comments: Comment[] = []
  const requests: string[] = []
  const held = { latest: '', failures: 0, ids: 1000 }
  const say = (author: string, body: string): Comment => {
    const comment = { id: (held.ids += 1), author, body }
    comments.push(comment)
    return comment
  }
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = decodeURIComponent(url.pathname).replace(/^\/repos\/octo-org\/octo-repo/, '')
    requests.push(`${request.method ?? ''} ${path}`)
    if (held.failures > 0) {
      held.failures -= 1
      return [502, { message: 'Bad Gateway' }]
    }
    const who = tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '')
    if (who === undefined) return [401, { message: 'Bad credentials' }]
    if (request.method !== 'GET') {
      if (!who.mayWrite) return [403, { message: 'Resource not accessible by integration' }]
      return write(await readAll(request), { path, who, comments, say })
    }
    if (path === '/pulls/7') return [200, { number: 7, head: { sha: held.latest } }]
    if (path === '/issues/7/comments') return [200, pageOf(comments, url.searchParams)]
    return replyFromGit(directory, path, url.searchParams)
  }
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => {
        send(response, status, body)
      },
      () => {
        send(response, 500, { message: 'a fault of the test' })
      },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    tokens,
    comments,
    requests,
    say,
    get latest() {
      return held.latest
    },
    set latest(commit) {
      held.latest = commit
    },
    fail: (times) => {
      held.failures = times
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Writing {
  readonly path: string
  readonly who: TokenHolder
  readonly comments: readonly Comment[]
  readonly say: (author: string, body: string) => Comment
}

/** Whoever may write may change comments of others too: GitHub allows that. */
function write(text: string, { path, who, comments, say }: Writing): Answer {
  const { body } = JSON.parse(text) as { body: string }
  if (body.length > BODY_MAX) return [422, { message: 'Body is too long' }]
  if (path === '/issues/7/comments') return [201, shown(say(who.login, body))]
  const comment = comments.find(({ id }) => path === `/issues/comments/${id}`)
  if (comment === undefined) return [404, { message: 'Not Found' }]
  comment.body = body
  return [200, shown(comment)]
}

function pageOf(comments: readonly Comment[], query: URLSearchParams): unknown {
  const size = Number(query.get('per_page') ?? 30)
  const start = (Number(query.get('page') ?? 1) - 1) * size
  return comments.slice(start, start + size).map(shown)
}

function shown({ id, author, body }: Comment) {
  const html_url = `https://github.com/octo-org/octo-repo/pull/7#issuecomment-${id}`
  return { id, body, html_url, user: { login: author, type: 'Bot' } }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
