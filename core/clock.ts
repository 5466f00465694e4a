import { setTimeout as delay } from 'node:timers/promises'
import { DaypassError } from './errors.ts'
import { defined } from './language/defined.ts'

/** Time as a parameter: the domain never reads it from anywhere else. */
export interface Clock {
  now(): Date
  /** Waits; ends early with `cancelled` when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /**
   * Calls back after so many milliseconds, unless what it answers is called before. Keeps no process alive. Limits are
   * set with `withDeadline`.
   */
  alarm(milliseconds: number, ring: () => void): () => void
}

/** The clock of one machine, which may be wrong, and may be set while one looks. */
export interface OwnClock extends Clock {
  /** Milliseconds since some time in the past, which nobody sets. May stand still while the machine is suspended. */
  elapsedMs(): number
}

/**
 * A clock that goes by what servers say the time is, as soon as one has said it: {@link Clock.now} is theirs then, and
 * this machine's own before.
 */
export interface ServerClock extends Clock {
  /**
   * What is added to this machine's own time. Undefined while no server has told the time, or none since this machine's
   * clock jumped or it was suspended: then nothing is ended or removed by time.
   */
  correctionMs(): number | undefined
}

/** The machine's own clock: the only place that reads real time. */
export const systemClock: OwnClock = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await delay(milliseconds, undefined, defined({ signal }))
    } catch (cause) {
      throw new DaypassError('cancelled', 'stopped while waiting', { cause })
    }
  },
  alarm: (milliseconds, ring) => {
    const timer = setTimeout(ring, milliseconds).unref()
    return () => {
      clearTimeout(timer)
    }
  },
}

/** The servers' time, by which things are ended and removed; undefined while it is not known. */
export function serversTime(clock: ServerClock): Date | undefined {
  return clock.correctionMs() === undefined ? undefined : clock.now()
}

/** A time so many seconds after another. */
export function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000)
}

/** A time as AWS's policies and tools write it, in UTC and without parts of a second: `2026-11-21T22:40:00Z`. */
export function timestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

/** Rounded up: policies and the due index count in seconds, and nothing may end before its time. */
export function wholeSecond(time: Date): Date {
  return new Date(Math.ceil(time.getTime() / 1000) * 1000)
}

/** The first of a time and a limit, where there is one. */
export function earlier(time: Date, limit: Date | undefined): Date {
  return limit !== undefined && limit < time ? limit : time
}
