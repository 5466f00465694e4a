const SECONDS_OF_UNIT: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
}

const WHOLE = /^\d{1,12}$/
const PARTS = /^(?:\d{1,9}(?:\.\d{1,9})?(?:ms|s|m|h|d))+$/
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g

/**
 * Reads a duration as Vault and Go write them, in whole seconds: `3600`, `"3600"`, `"1h"`, `"90m"`, `"1h30m"`, `"1.5h"`,
 * `"2d"`. Answers undefined for what is not one: negative, not a whole number of seconds, or with another unit.
 */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return wholeSeconds(value)
  if (typeof value !== 'string') return undefined
  if (WHOLE.test(value)) return wholeSeconds(Number(value))
  if (!PARTS.test(value)) return undefined
  const parts = [...value.matchAll(PART)].map(
    ([, amount, unit]) => Number(amount) * (SECONDS_OF_UNIT[unit ?? ''] ?? Number.NaN),
  )
  // 1.1h is 3960.0000000000005 in binary: round away what no one can have meant.
  return wholeSeconds(Math.round(parts.reduce((sum, part) => sum + part, 0) * 1e6) / 1e6)
}

/** A duration in words that {@link parseDuration} reads back: `1h30m`, `36h`, `45s`. Days are written as hours, as Go does. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds))
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const
  const text = parts.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('')
  return `${seconds < 0 && whole > 0 ? '-' : ''}${text || '0s'}`
}

function wholeSeconds(seconds: number): number | undefined {
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds + 0 : undefined
}
