import type { Clock } from '../../core/clock.ts'
import { THROTTLING_CODE, readFault } from '../errors/aws-fault.ts'

/**
 * How fast the requests of a process leave for IAM: all at once as long as AWS takes them, and after each throttle with more
 * time between one and the next, which shrinks again with every request that is taken. IAM publishes no rate, and it is for a
 * whole account: so every process finds out, together with all others, what there is for it.
 */
export interface Pace {
  /**
   * Sends a request when its turn has come, and again while AWS throttles it. Throws what the last try ended with; a
   * throttle of AWS's, too, when the signal aborts before its turn: nothing was sent then.
   */
  send<T>(request: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

const FIRST_GAP_MS = 50
const GAP_MS_MAX = 2000
const SLOWER = 1.5
const FASTER = 0.97
/** Less than this is none. */
const GAP_MS_MIN = 5

/** With gaps that have grown to the longest this is half a minute. */
const TRIES_MAX = 20

/** Starts without gaps. */
export function newPace(clock: Pick<Clock, 'sleep'>): Pace {
  let gapMs = 0
  let underWay = 0
  /** So many requests had left before the pace changed: their answers say nothing of it. */
  let leftBefore = 0
  let turn = Promise.resolve()
  let waiting = 0
  const learn = (change: () => number): void => {
    if (leftBefore > 0) leftBefore--
    else gapMs = change()
  }
  const takeTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    // The SDK's chain of credentials trips over requests that are held back for less than nothing.
    if (gapMs === 0 && waiting === 0 && signal?.aborted !== true) return
    const mine = turn
    const { promise, resolve } = withResolvers()
    turn = promise
    waiting++
    try {
      await unlessAborted(mine, signal)
    } catch (error) {
      void mine.then(resolve)
      throw error
    } finally {
      waiting--
    }
    if (gapMs === 0) resolve()
    else void clock.sleep(gapMs).then(resolve)
  }
  const sendOnce = async <T>(request: () => Promise<T>): Promise<T> => {
    underWay++
    try {
      return await request()
    } finally {
      underWay--
    }
  }
  const slower = (): number => {
    leftBefore = underWay
    return Math.min(GAP_MS_MAX, Math.max(FIRST_GAP_MS, gapMs * SLOWER))
  }
  const faster = (): number => (gapMs < GAP_MS_MIN ? 0 : gapMs * FASTER)
  return {
    send: async (request, signal) => {
      for (let tries = 1; ; tries++) {
        await takeTurn(signal)
        try {
          const reply = await sendOnce(request)
          learn(faster)
          return reply
        } catch (error) {
          const isThrottled = isThrottle(error)
          learn(isThrottled ? slower : faster)
          if (!isThrottled || tries === TRIES_MAX) throw error
        }
      }
    },
  }
}

/** Where {@link keepPace} stands in an SDK client: inside the retries, which see only what is left of throttles. */
export const IN_STEP = {
  name: 'keepPace',
  relation: 'after',
  toMiddleware: 'retryMiddleware',
} as const

/** Middleware that sends every attempt of a client's requests at a pace. */
export function keepPace(pace: Pace) {
  return <Request, Reply>(
      next: (request: Request) => Promise<Reply>,
      context: object,
    ): ((request: Request) => Promise<Reply>) =>
    async (request) =>
      await pace.send(() => next(request), signalOf(context))
}

/** The SDK keeps the caller's signal there, for its own retries. */
function signalOf(context: object): AbortSignal | undefined {
  const { __smithy_context: own } = context as {
    readonly __smithy_context?: { readonly abortSignal?: AbortSignal }
  }
  return own?.abortSignal
}

function isThrottle(error: unknown): boolean {
  const { code = '', status } = readFault(error)
  return THROTTLING_CODE.test(code) || status === 429
}

function unlessAborted(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return turn
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(noTurn())
    }
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    void turn.then(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
  })
}

/** Has AWS's code under a name at which the SDK does not try again. */
function noTurn(): Error {
  const error = new Error('its turn did not come in time')
  return Object.assign(error, {
    name: 'NoTurn',
    $fault: 'client',
    Error: { Code: 'Throttling' },
  })
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
