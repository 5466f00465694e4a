import { formatDuration } from '../../core/language/duration.ts'

/** A time in whole seconds, UTC, as AWS writes it: `2026-11-21T22:40:00Z`. */
export function timeText(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

/** From now until then in words: `14m32s`; `overdue 3m` when it has passed. */
export function until(date: Date, now: Date): string {
  const seconds = secondsTo(date, now)
  if (seconds >= 0) return roughly(seconds)
  return seconds > -60 ? 'overdue' : `overdue ${roughly(-seconds)}`
}

/** The same in a sentence: `in 14m32s`, `3m ago`. */
export function fromNow(date: Date, now: Date): string {
  const seconds = secondsTo(date, now)
  return seconds <= 0 ? `${roughly(-seconds)} ago` : `in ${roughly(seconds)}`
}

const DAY = 24 * 3600

/** A length of time in words, from two days on in days and hours: `36h`, `2d`, `30d12h`. */
export function lengthText(seconds: number): string {
  if (seconds < 2 * DAY) return formatDuration(seconds)
  const rest = seconds % DAY
  return `${Math.floor(seconds / DAY)}d${rest === 0 ? '' : formatDuration(rest)}`
}

function secondsTo(date: Date, now: Date): number {
  return Math.trunc((date.getTime() - now.getTime()) / 1000)
}

/** Seconds are left out above two hours, and minutes above two days. */
function roughly(seconds: number): string {
  const unit = seconds >= 2 * DAY ? 3600 : seconds >= 7200 ? 60 : 1
  return lengthText(Math.floor(seconds / unit) * unit)
}
