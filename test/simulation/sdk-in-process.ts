import type { IAM } from '@aws-sdk/client-iam'
import type { STS } from '@aws-sdk/client-sts'
import { type AwsClients, type AwsConfig, awsClients } from '../../aws/clients/clients.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Answer } from '../../sandbox/answer.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { type HttpRequest, readQuery } from '../../sandbox/wire/http-request.ts'
import type { Seeded } from './seeded.ts'
import type { SimulatedProcess, Timeline } from './timeline.ts'

/** One process that asks the sandbox with the real SDK, in the same process and in virtual time. */
export interface Asking {
  readonly sandbox: Sandbox
  readonly time: Timeline
  readonly random: Seeded
  readonly process: SimulatedProcess
  /** How far ahead its machine's clock is: the SDK signs by it, until AWS tells another time. */
  readonly skewMs: () => number
  /** Which request of IAM meets a host that knows nothing of what is asked for; none where 0. */
  readonly staleNth: number
}

/** The real clients, whose requests are steps of the timeline. */
export async function clientsInProcess(asking: Asking, config: AwsConfig): Promise<AwsClients> {
  const clients = awsClients(config)
  const iam = lead(asking, await clients.iam())
  const sts = lead(asking, await clients.sts())
  return {
    iam: () => Promise.resolve(iam),
    sts: () => Promise.resolve(sts),
    stsAs: async (...key) =>
      lead(asking, await asking.time.standStill(() => clients.stsAs(...key)), false),
  }
}

function lead<C extends IAM | STS>(asking: Asking, client: C, retries = true): C {
  const { time, random } = asking
  const handler = handlerOf(asking)
  Object.assign(client.config, {
    requestHandler: handler,
    ...(retries && { retryStrategy: () => Promise.resolve(retryStrategy(time, random)) }),
  })
  signBy(client, () => time.clock.now().getTime() + asking.skewMs())
  return client
}

/** The SDK signs by the machine's clock and a correction, which it learns when it is refused. */
function signBy({ config }: IAM | STS, nowMs: () => number): void {
  let correctionMs = 0
  const aheadMs = () => nowMs() - Date.now()
  Object.defineProperty(config, 'systemClockOffset', {
    get: () => aheadMs() + correctionMs,
    set: (offsetMs: number) => {
      correctionMs = offsetMs - aheadMs()
    },
  })
}

/** What the SDK hands to the wire. */
interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** The SDK gives a request up after that long; it may land all the same. */
const REQUEST_MS = 10_000

function handlerOf({ sandbox, time, process, staleNth }: Asking) {
  let asked = 0
  const ask = async (request: HttpRequest, named: Named): Promise<Answer | 'drop'> => {
    const isStale = named.isAboutSomething && ++asked === staleNth
    const what = `aws ${named.action} ${named.entity}${isStale ? ' [stale]' : ''}`
    try {
      return await process.step(what, () =>
        isStale ? notFound(named, time.clock.now()) : sandbox.ask(request),
      )
    } catch (error) {
      if (isDaypassError(error, 'aws-throttled'))
        return refusal(503, 'ServiceUnavailable', time.clock.now())
      if (isDaypassError(error)) return 'drop'
      throw error
    }
  }
  const handle = async (sent: SdkRequest, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
    const request = onTheWire(sent)
    const answer = await orSooner(ask(request, namedIn(request)), time, abortSignal)
    if (answer === 'drop') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    const { status: statusCode, headers, body } = answer
    return { response: { statusCode, headers, body: new Uint8Array(body) } }
  }
  return { handle, metadata: { handlerProtocol: 'http/1.1' }, destroy: () => undefined }
}

function notFound({ entity }: Named, now: Date): Answer {
  return refusal(404, 'NoSuchEntity', now, `The user with name ${entity} cannot be found.`)
}

function refusal(status: number, code: string, now: Date, message = ''): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`
  const body = Buffer.from(`<ErrorResponse>${error}</ErrorResponse>`)
  return { status, headers: { date: now.toUTCString(), 'content-type': 'text/xml' }, body }
}

async function orSooner<T>(
  answered: Promise<T>,
  time: Timeline,
  signal: AbortSignal | undefined,
): Promise<T> {
  answered.catch(() => undefined)
  const late = Object.assign(new Error('no answer in time'), { name: 'TimeoutError' })
  const stopped = Object.assign(new Error('Request aborted'), { name: 'AbortError' })
  return await new Promise<T>((resolve, reject) => {
    const stop = () => {
      reject(stopped)
    }
    signal?.addEventListener('abort', stop)
    const ended = () => signal?.removeEventListener('abort', stop)
    answered.then(resolve, reject)
    answered.then(ended, ended)
    void time.wait(REQUEST_MS).then(() => {
      reject(late)
    })
    if (signal?.aborted === true) stop()
  })
}

function onTheWire({ method, path, query = {}, headers, body }: SdkRequest): HttpRequest {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  const asked = Object.entries(query).map(([name, value]) => [name, String(value ?? '')] as const)
  return {
    method,
    path,
    query: asked,
    headers: Object.fromEntries(lower) as Record<string, string>,
    body: Buffer.from(typeof body === 'string' || body instanceof Uint8Array ? body : ''),
    sourceIp: '127.0.0.1',
  }
}

interface Named {
  readonly action: string
  readonly entity: string
  /** Whether IAM is asked about something that has to be there. */
  readonly isAboutSomething: boolean
}

function namedIn({ body }: HttpRequest): Named {
  const fields = new Map(readQuery(body.toString()))
  const action = fields.get('Action') ?? ''
  const entity = fields.get('UserName') ?? fields.get('RoleName') ?? fields.get('AccessKeyId') ?? ''
  const isIam = fields.get('Version') === '2010-05-08'
  return { action, entity, isAboutSomething: isIam && entity !== '' && action !== 'CreateUser' }
}

const TRIES_MAX = 4

/** As the SDK's own, which waits in the machine's time. */
function retryStrategy(time: Timeline, random: Seeded) {
  const token = (tries: number) => ({
    getRetryCount: () => tries,
    getRetryDelay: () => 0,
    getRetryCost: () => 0,
  })
  return {
    mode: 'standard',
    acquireInitialRetryToken: () => Promise.resolve(token(0)),
    refreshRetryTokenForRetry: async (
      { getRetryCount }: ReturnType<typeof token>,
      { errorType }: { readonly errorType: string },
    ) => {
      const tries = getRetryCount() + 1
      if (tries >= TRIES_MAX || !['THROTTLING', 'TRANSIENT'].includes(errorType))
        throw new Error('no more tries')
      await time.wait(random.next() * 100 * 2 ** tries)
      return token(tries)
    },
    recordSuccess: () => undefined,
  }
}
