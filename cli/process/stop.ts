import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { StopSignal } from './context.ts'
import { describe, exitOfSignal } from '../error-text.ts'
import type { Session } from '../session.ts'

/** Stop signals while something is done that has to be ended properly. */
export interface Stop {
  /** Aborts at the first stop signal. A second one ends the process at once. */
  readonly signal: AbortSignal
  /** The signal that came, if one did. */
  by(): StopSignal | undefined
  /** Leaves signals to whom they belonged before. */
  release(): void
}

const SWEEP_CLEANS =
  'stopping in good order; once more to stop at once and leave the rest to the sweep'

/** Hears stop signals until released. The first one is answered with a note. */
export function hearStop({ context, reporter }: Session, note = SWEEP_CLEANS): Stop {
  const controller = new AbortController()
  let by: StopSignal | undefined
  const release = context.onSignal((signal) => {
    if (by !== undefined) {
      context.exit(exitOfSignal(signal))
      return
    }
    by = signal
    void reporter.note(note)
    controller.abort()
  })
  return { signal: controller.signal, by: () => by, release }
}

/**
 * Runs what must not be cut off in the middle: a stop signal aborts its `signal`. Answers what the work
 * answers, or, when it was stopped, the exit code of a program which that signal ended.
 */
export async function inGoodOrder<T>(
  session: Session,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | { readonly stopped: number }> {
  const stop = hearStop(session)
  try {
    return await work(stop.signal)
  } catch (error) {
    const by = stop.by()
    if (by === undefined || !isDaypassError(error, 'cancelled', 'outcome-unknown')) throw error
    await session.reporter.fail(describe(error), error)
    return { stopped: exitOfSignal(by) }
  } finally {
    stop.release()
  }
}

/** @throws `cancelled` with the message when a stop signal came. */
export function refuseStopped(signal: AbortSignal, message: string): void {
  if (signal.aborted) throw new DaypassError('cancelled', message)
}
