import type { OwnClock, ServerClock } from './clock.ts'

/** Hears from servers what time it is. */
export interface DateListener {
  /** Called when a request is sent; what it answers is called when the reply begins, with its `Date`. */
  listen(): (date: string | undefined) => void
}

/** A clock that goes by what it hears. */
export type HearingClock = ServerClock & DateListener

/** How far wall clock and elapsed time may part before a machine counts as suspended, or its clock as set. */
const JUMP_MILLISECONDS = 5000

/** `Date` of HTTP counts in whole seconds. */
const PRECISION_MILLISECONDS = 1000

interface Heard {
  readonly correctionMs: number
  /** Wall clock less elapsed time: the same until one of them jumps. */
  readonly apartMs: number
}

/**
 * A clock that is corrected by the `Date` of replies. A server's time lay somewhere in the second that it names, while
 * the request was on its way: what fits with that is left as it is, above all a clock that is right. Listen only to
 * servers that end things by time themselves.
 *
 * Its alarms go by the wall clock as well: one that a suspension let pass rings before the next request is sent, and when
 * anybody asks for the time.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#name-date
 */
export function serverClock(own: OwnClock): HearingClock {
  let heard: Heard | undefined
  const alarms = wallAlarms(own)
  const apartMs = (): number => own.now().getTime() - own.elapsedMs()
  const hasJumpedSince = (before: number): boolean =>
    Math.abs(apartMs() - before) > JUMP_MILLISECONDS
  const correctionMs = (): number | undefined => {
    if (heard !== undefined && hasJumpedSince(heard.apartMs)) heard = undefined
    return heard?.correctionMs
  }
  return {
    now: () => {
      alarms.ringPassed()
      return new Date(own.now().getTime() + (correctionMs() ?? 0))
    },
    sleep: async (milliseconds, signal) => {
      await own.sleep(milliseconds, signal)
    },
    alarm: (milliseconds, ring) => alarms.alarm(milliseconds, ring),
    correctionMs,
    listen: () => {
      alarms.ringPassed()
      const sentMs = own.now().getTime()
      const sentApartMs = apartMs()
      return (date) => {
        const theirMs = Date.parse(date ?? '')
        // Whether it was said before or after the jump nobody knows.
        if (Number.isNaN(theirMs) || hasJumpedSince(sentApartMs)) return
        const least = theirMs - own.now().getTime()
        const most = theirMs + PRECISION_MILLISECONDS - sentMs
        const before = correctionMs() ?? 0
        const fits = least <= before && before <= most
        heard = { correctionMs: fits ? before : (least + most) / 2, apartMs: apartMs() }
      }
    },
  }
}

/** Timers stand still while a machine is suspended, and its wall clock does not. */
function wallAlarms(own: OwnClock): Pick<ServerClock, 'alarm'> & { ringPassed(): void } {
  const set = new Map<() => void, number>()
  return {
    alarm: (milliseconds, ring) => {
      const ringOnce = (): void => {
        cancel()
        ring()
      }
      const cancelTimer = own.alarm(milliseconds, ringOnce)
      const cancel = (): void => {
        cancelTimer()
        set.delete(ringOnce)
      }
      set.set(ringOnce, own.now().getTime() + milliseconds)
      return cancel
    },
    ringPassed: () => {
      const nowMs = own.now().getTime()
      for (const [ring, atMs] of [...set]) if (atMs <= nowMs) ring()
    },
  }
}

/** From where on a skew is worth a word. */
const SKEW_MILLISECONDS = 10_000

/** How wrong this machine's clock is, such as `the clock of this machine is 45 s fast`; undefined where it is not. */
export function describeSkew(clock: ServerClock): string | undefined {
  const correctionMs = clock.correctionMs() ?? 0
  if (Math.abs(correctionMs) <= SKEW_MILLISECONDS) return undefined
  const seconds = Math.round(Math.abs(correctionMs) / 1000)
  const way = correctionMs < 0 ? 'fast' : 'slow'
  return `the clock of this machine is ${seconds} s ${way}; leases go by that of AWS, other programs may not: set it (NTP)`
}
