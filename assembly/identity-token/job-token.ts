import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Agents } from '../../aws/clients/clients.ts'
import type { Clock } from '../../core/clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import { Secret } from '../../core/secret.ts'
import type { Environment } from '../settings.ts'

/** What fetching a token needs. */
export interface TokenPorts {
  readonly env: Environment
  readonly clock: Clock
  readonly random: Random
  /** Node's own way when absent. */
  readonly agents?: Agents | undefined
}

const TRIES = 5
const TRY_MS = 5000
const REPLY_CHARACTERS_MAX = 64 * 1024

/** What became of one try. */
type Answer = { readonly status: number; readonly text: string } | { readonly lost: string }

/** Whether the job may ask for tokens. */
export function hasJobToken(env: Environment): boolean {
  return (
    (env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') !== '' &&
    (env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '') !== ''
  )
}

/**
 * Fetches the job's OIDC token. A try takes at most 5 s; a lost connection, a server error and a job that is still
 * pending are tried again, at most five times in all, after a random wait that grows; a refusal is not, nor a
 * certificate that is not trusted.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 *
 * @throws `aws-credentials-missing` when the job may not ask, or the service refuses or is not one to ask;
 * `aws-unavailable` when it did not answer; `cancelled`.
 */
export async function fetchJobToken(
  ports: TokenPorts,
  audience: string,
  signal: AbortSignal | undefined,
): Promise<Secret> {
  const url = addressOf(ports.env)
  url.searchParams.set('audience', audience)
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(ports, url, signal)
    if (signal?.aborted === true)
      throw new DaypassError('cancelled', 'stopped before the token came')
    const token = 'status' in answer && answer.status === 200 ? tokenIn(answer.text) : undefined
    if (token !== undefined) return token
    if (attempt === TRIES || !mayPass(answer)) throw failure(answer)
    const [spread = 0] = ports.random(1)
    await ports.clock.sleep((100 * 2 ** attempt * (256 + spread)) / 512, signal)
  }
}

/** The address holds no secret, but is not repeated: it is not ours. */
function addressOf(env: Environment): URL {
  if (!hasJobToken(env))
    throw new DaypassError('aws-credentials-missing', 'the job may not ask for an OIDC token', {
      hint: 'give the job "permissions: id-token: write" (a job that a pull request of a fork runs cannot have it)',
    })
  const text = env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? ''
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw notToBeAsked('is not a web address')
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw notToBeAsked('begins with http:, and would show the token to everybody on the way')
  return url
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

function notToBeAsked(what: string): DaypassError {
  return new DaypassError(
    'aws-credentials-missing',
    `the address of the job's OIDC token service ${what}`,
    {
      hint: 'ACTIONS_ID_TOKEN_REQUEST_URL is set by the runner: does a step or the machine change it?',
    },
  )
}

async function ask(ports: TokenPorts, url: URL, signal: AbortSignal | undefined): Promise<Answer> {
  return await withDeadline(ports.clock, { milliseconds: TRY_MS, signal }, (ended) =>
    send(ports, url, ended),
  )
}

async function send(ports: TokenPorts, url: URL, signal: AbortSignal): Promise<Answer> {
  const secure = url.protocol === 'https:'
  const request = secure ? requestHttps : requestHttp
  const bearer = ports.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''
  return await new Promise((resolve) => {
    const lost = (error: Error & { code?: string }) => {
      resolve({
        lost: signal.aborted ? `no answer within ${TRY_MS / 1000} s` : (error.code ?? error.name),
      })
    }
    const options = {
      agent: secure ? ports.agents?.httpsAgent : ports.agents?.httpAgent,
      headers: { authorization: `Bearer ${bearer}`, accept: 'application/json; api-version=2.0' },
      signal,
    }
    const sent = request(url, options, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (chunk: string) => {
        text += chunk
        if (text.length <= REPLY_CHARACTERS_MAX) return
        // What is no answer is not read to its end.
        resolve({ status: reply.statusCode ?? 0, text: '' })
        sent.destroy()
      })
      reply.on('end', () => {
        resolve({ status: reply.statusCode ?? 0, text })
      })
      reply.on('error', lost)
    })
    sent.on('error', lost).end()
  })
}

/** OpenSSL's words for a certificate that this machine has no reason to trust. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|^CERT_UNTRUSTED$/
const BAD_CERTIFICATE = /^CERT_|ALTNAME_INVALID/

/** Server errors, rate limits, lost connections; and GitHub's 403 while the job counts as pending. */
function mayPass(answer: Answer): boolean {
  if ('lost' in answer) return !UNTRUSTED.test(answer.lost) && !BAD_CERTIFICATE.test(answer.lost)
  const { status, text } = answer
  return status === 429 || status >= 500 || (status === 403 && /'?Pending'? state/i.test(text))
}

function tokenIn(text: string): Secret | undefined {
  try {
    const reply: unknown = JSON.parse(text)
    const has = typeof reply === 'object' && reply !== null && 'value' in reply
    return has && typeof reply.value === 'string' && reply.value !== ''
      ? new Secret(reply.value)
      : undefined
  } catch {
    return undefined
  }
}

function failure(answer: Answer): DaypassError {
  if ('lost' in answer && !mayPass(answer)) {
    const hint = UNTRUSTED.test(answer.lost)
      ? 'name a file with the certificate of its authority in NODE_EXTRA_CA_CERTS, for the runner or in the env of the job'
      : 'is the clock of this machine right, and does a proxy answer in its place?'
    const what = `shows a certificate that is not trusted here (${answer.lost})`
    return new DaypassError('aws-credentials-missing', `GitHub's OIDC token service ${what}`, {
      hint,
    })
  }
  if ('lost' in answer || answer.status >= 500 || answer.status === 429) {
    const why = 'lost' in answer ? answer.lost : `status ${answer.status}`
    return new DaypassError(
      'aws-unavailable',
      `GitHub's OIDC token service did not answer (${why})`,
      {
        hint: 'nothing was done: run the job again; githubstatus.com tells whether it is known',
      },
    )
  }
  const what = answer.status === 200 ? 'sent no token' : `refused with status ${answer.status}`
  return new DaypassError('aws-credentials-missing', `GitHub's OIDC token service ${what}`, {
    hint: 'does the job have "permissions: id-token: write"?',
  })
}
