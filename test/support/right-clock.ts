import type { Clock, ServerClock } from '../../core/clock.ts'

/** A clock that goes right, as servers have said. */
export function rightClock<C extends Clock>(clock: C): C & ServerClock {
  return { ...clock, correctionMs: () => 0 }
}
