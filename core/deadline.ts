import type { Clock } from './clock.ts'

/** How long work may take, and what else ends it. */
export interface Limit {
  readonly milliseconds: number
  /** The caller's own signal. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Does work whose signal aborts when its time is over (with a `TimeoutError`) or when the caller's signal does (with the
 * caller's reason). What an abort means is the work's to say: it is waited for. Once it has come to rest, timer and
 * listener are gone.
 *
 * Not `AbortSignal.any([AbortSignal.timeout(…)])`: Node 20 collects the timeout's signal, and it never fires.
 */
export async function withDeadline<T>(
  clock: Pick<Clock, 'alarm'>,
  { milliseconds, signal }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const stop = (): void => {
    controller.abort(signal?.reason)
  }
  const cancel = clock.alarm(milliseconds, () => {
    const seconds = milliseconds / 1000
    controller.abort(new DOMException(`not done within ${seconds} s`, 'TimeoutError'))
  })
  if (signal?.aborted === true) stop()
  signal?.addEventListener('abort', stop)
  try {
    return await work(controller.signal)
  } finally {
    cancel()
    signal?.removeEventListener('abort', stop)
  }
}
