import type { CallOptions } from './call-options.ts'
import type { Clock } from './clock.ts'
import { isDaypassError } from './errors.ts'

const TRIES_MAX = 6
const FIRST_PAUSE_MS = 500

/**
 * Does what may be repeated until AWS takes it: again after a throttle that outlasted the adapter's own patience, a lost
 * reply or a silence, six times in some 15 s. Throws what the last try ended with.
 */
export async function insist<T>(
  clock: Pick<Clock, 'sleep'>,
  { signal }: CallOptions,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === TRIES_MAX || signal?.aborted === true || !mayPass(error)) throw error
      await clock.sleep(FIRST_PAUSE_MS * 2 ** (tries - 1), signal)
    }
  }
}

/** Whether the same may go well a moment later. */
export function mayPass(error: unknown): boolean {
  return isDaypassError(error, 'outcome-unknown', 'aws-throttled', 'aws-unavailable')
}
