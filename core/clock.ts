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

/** The machine's own clock: the only place that reads real time. */
export const systemClock: Clock = {
  now: () => new Date(),
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
