import type { Clock } from '../../core/clock.ts'
import type { Runner, CancelSignal } from './runner.ts'

/** What ends a step before its time. */
export interface StepStop {
  /** Aborts at the first stop signal, and when the time is over. */
  readonly signal: AbortSignal
  /** The signal that came, if one did. */
  by(): CancelSignal | undefined
  /** Resolves when the step has to end: the runner is about to kill it, or its time is over. What is not revoked by then is left to post. */
  readonly graceEnds: Promise<void>
  /** Starts the clock of the whole step. The signal aborts a while before its end, so that something can be taken back. */
  begin(seconds: number): void
  /** Who has not answered is asked when the time is over. */
  watch(waitingFor: () => readonly string[]): void
  /** What the time of {@link begin} ran out on; undefined while it has not. */
  overtime(): Overtime | undefined
}

/** A step that was not done in its time. */
export interface Overtime {
  readonly seconds: number
  /** Addresses that had not answered. */
  readonly servers: readonly string[]
}

/** A sentence about it. */
export function describeOvertime({ seconds, servers }: Overtime): string {
  const from = servers.length === 0 ? '' : `: no answer from ${servers.join(', ')}`
  return `not done within ${seconds} s${from}`
}

/** The runner kills 10 s after SIGINT; SIGTERM comes after 7.5 s. */
const GRACE_MS = 6500

/** Exit codes of a program that a signal ended. */
export const EXIT_OF_SIGNAL: Readonly<Record<CancelSignal, number>> = { SIGINT: 130, SIGTERM: 143 }

/** Listens for stop signals from now on. A second one ends the grace period at once. */
export function listenForStop({ onStop, clock }: Pick<Runner, 'onStop' | 'clock'>): StepStop {
  const controller = new AbortController()
  const grace = promiseWithResolve()
  let by: CancelSignal | undefined
  let overtime: Overtime | undefined
  let waitingFor = (): readonly string[] => []
  onStop((signal) => {
    if (by !== undefined) grace.resolve()
    else void afterwards(clock, GRACE_MS, grace.resolve)
    by ??= signal
    controller.abort()
  })
  return {
    signal: controller.signal,
    by: () => by,
    graceEnds: grace.promise,
    begin: (seconds) => {
      const milliseconds = seconds * 1000
      clock.alarm(milliseconds - Math.min(GRACE_MS, milliseconds / 4), () => {
        // What is aborted is not waited for any more.
        overtime = { seconds, servers: waitingFor() }
        controller.abort()
      })
      clock.alarm(milliseconds, grace.resolve)
    },
    watch: (asked) => (waitingFor = asked),
    overtime: () => overtime,
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
