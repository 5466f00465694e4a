import { formatDuration } from '../../core/language/duration.ts'

/** A time in whole seconds, UTC, as AWS writes it: `2026-11-21T22:40:00Z`. */
export function timeText(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

/** From now until then in words: `14m32s`; `-3m` when it has passed. Seconds are left out above two hours. */
export function until(date: Date, now: Date): string {
  const seconds = Math.trunc((date.getTime() - now.getTime()) / 1000)
  return formatDuration(Math.abs(seconds) >= 7200 ? Math.trunc(seconds / 60) * 60 : seconds)
}

/** The same in a sentence: `in 14m32s`, `3m ago`. */
export function fromNow(date: Date, now: Date): string {
  const text = until(date, now)
  return text.startsWith('-') ? `${text.slice(1)} ago` : `in ${text}`
}
