import { parseDuration } from '../../core/language/duration.ts'
import { usageError } from '../error-text.ts'

/**
 * Seconds of a duration option; undefined when it was not given.
 *
 * @throws `request-invalid`.
 */
export function durationOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds > 0) return seconds
  throw usageError(
    `${name} ${JSON.stringify(text)} is not a duration above zero`,
    'like 15m, 1h30m or 3600',
  )
}
