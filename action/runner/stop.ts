import type { Clock } from '../../core/clock.ts'
import type { Runner, StopSignal } from './runner.ts'

/** What ends a step before its time. */
export interface StepStop {
  /** Aborts at the first stop signal, and when the time is over. */
  readonly signal: AbortSignal
  /** The signal that came, if one did. */
  by(): StopSignal | undefined
  /** Resolves when the runner is about to kill the step: what is not revoked by then is left to post. */
  readonly graceEnds: Promise<void>
  /** Starts the clock of the whole step. */
  begin(seconds: number): void
}

/** The runner kills 10 s after SIGINT; SIGTERM comes after 7.5 s. */
const GRACE_MS = 6500

/** Exit codes of a program that a signal ended. */
export const EXIT_OF_SIGNAL: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143 }

/** Listens for stop signals from now on. A second one ends the grace period at once. */
export function listenForStop({ onStop, clock }: Pick<Runner, 'onStop' | 'clock'>): StepStop {
  const controller = new AbortController()
  const grace = promiseWithResolve()
  let by: StopSignal | undefined
  const stop = () => {
    if (controller.signal.aborted) return
    controller.abort()
    void afterwards(clock, GRACE_MS, grace.resolve)
  }
  onStop((signal) => {
    if (by !== undefined) grace.resolve()
    by ??= signal
    stop()
  })
  return {
    signal: controller.signal,
    by: () => by,
    graceEnds: grace.promise,
    begin: (seconds) => {
      clock.alarm(seconds * 1000, stop)
    },
  }
}

function promiseWithResolve(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

async function afterwards(clock: Clock, milliseconds: number, then: () => void): Promise<void> {
  await clock.sleep(milliseconds)
  then()
}
