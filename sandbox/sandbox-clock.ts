import type { Clock, OwnClock } from '../core/clock.ts'
import { systemClock } from '../core/clock.ts'

/** A clock that can be moved forward. */
export interface SandboxClock extends OwnClock {
  /** Moves the time forward; sleepers whose time has come wake up. Seconds may be a fraction, never negative. */
  advance(seconds: number): void
  /** The time without what was advanced: what a program outside the sandbox takes for now. */
  outside(): Date
}

/** A clock that runs as another one does, plus all that was advanced. */
export function createSandboxClock(base: Clock = systemClock): SandboxClock {
  let offset = 0
  const wakers = new Set<() => void>()
  const now = (): Date => new Date(base.now().getTime() + offset)
  return {
    now,
    elapsedMs: () => now().getTime(),
    outside: () => base.now(),
    advance: (seconds) => {
      offset += Math.max(0, seconds) * 1000
      for (const wake of [...wakers]) wake()
    },
    sleep: async (milliseconds, signal) => {
      const end = now().getTime() + milliseconds
      for (let left = milliseconds; left > 0; left = end - now().getTime()) {
        await sleepUntilAdvanced(base, left, wakers, signal)
      }
    },
    alarm: (milliseconds, ring) => base.alarm(milliseconds, ring),
  }
}

async function sleepUntilAdvanced(
  base: Clock,
  milliseconds: number,
  wakers: Set<() => void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const woken = new AbortController()
  const wake = (): void => {
    woken.abort()
  }
  wakers.add(wake)
  signal?.addEventListener('abort', wake)
  if (signal?.aborted === true) wake()
  try {
    await base.sleep(milliseconds, woken.signal)
  } catch (error) {
    if (!woken.signal.aborted || signal?.aborted === true) throw error
  } finally {
    wakers.delete(wake)
    signal?.removeEventListener('abort', wake)
  }
}
