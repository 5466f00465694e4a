import type { Settling } from './watch.ts'

/** `refused in all 3 places`, or where it was not. */
export function settlingText(what: string, { tookMs, never }: Settling): string {
  if (never.length === 0) return what
  const most = `not ${what} within 2 minutes: ${never.join(', ')}`
  return tookMs.length === 0 ? most : `${most}; elsewhere ${what}`
}

/** What a watch saw. */
export function watchText(what: string, strayed: readonly string[]): string {
  return strayed.length === 0 ? what : `not always ${what}: ${strayed.join(', ')}`
}

/** `1.2 s`, `350 ms`. */
export function millisecondsText(milliseconds: number): string {
  return Math.abs(milliseconds) < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`
}
