import type { Clock } from '../../core/clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { DaypassError } from '../../core/errors.ts'
import { textOfReply } from '../../core/language/text-of-reply.ts'

/** What GitHub answered. */
export interface ApiReply {
  readonly status: number
  /** Parsed JSON; undefined for a body that is none. */
  readonly body: unknown
}

/** GitHub's API for one repository. */
export interface GithubApi {
  /**
   * One request; a path begins behind the repository's own address.
   *
   * @throws `state-unavailable` when nothing answers, and for an answer of 500 and above.
   */
  request(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<ApiReply>
}

/** Where and as whom to ask. */
export interface ApiOptions {
  /** `GITHUB_API_URL`. */
  readonly url: string
  /** `GITHUB_REPOSITORY`. */
  readonly repository: string
  readonly token: string | undefined
  readonly clock: Clock
}

const TIMEOUT_MS = 30_000

/** Asks with Node's own `fetch`. What only reads is asked a second time when nothing answers. */
export function githubApi({ url, repository, token, clock }: ApiOptions): GithubApi {
  const headers = {
    accept: 'application/vnd.github+json',
    'content-type': 'application/json',
    'user-agent': 'daypass-review',
    'x-github-api-version': '2022-11-28',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const once = async (method: string, path: string, body?: object): Promise<ApiReply> => {
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await withDeadline(clock, { milliseconds: TIMEOUT_MS }, async (signal) => {
      const reply = await fetch(`${url}/repos/${repository}${path}`, { ...request, signal })
      const text = await textOfReply(reply, signal)
      if (reply.status >= 500) throw new Error(`it answered ${reply.status}`)
      return { status: reply.status, body: jsonOf(text) }
    })
  }
  return {
    request: async (method, path, body) => {
      try {
        return await once(method, path, body)
      } catch (cause) {
        if (method === 'GET') return await once(method, path).catch(unavailable)
        return unavailable(cause)
      }
    },
  }
}

function unavailable(cause: unknown): never {
  throw new DaypassError('state-unavailable', "GitHub's API did not answer", {
    cause,
    hint: 'run the job again',
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
