import type { Clock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'

// A machine that slept wakes up late: look at the clock now and then instead of trusting one long timer.
const LOOK_EVERY_MS = 30_000

/** Sleeps until a time of the clock; answers whether it slept to the end, and false when the signal aborted. */
export async function sleepUntil(clock: Clock, until: Date, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    const left = until.getTime() - clock.now().getTime()
    if (left <= 0) return !signal.aborted
    try {
      await clock.sleep(Math.min(left, LOOK_EVERY_MS), signal)
    } catch (error) {
      if (isDaypassError(error, 'cancelled')) return false
      throw error
    }
  }
}
