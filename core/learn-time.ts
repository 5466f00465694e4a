import type { CallOptions } from './call-options.ts'
import { serversTime } from './clock.ts'
import { DaypassError, ignoreOperational } from './errors.ts'
import type { Ports } from './ports.ts'

type TimePorts = Pick<Ports, 'clock' | 'askTime'>

/** The servers' time. Costs one request where no reply has told it yet; undefined where AWS does not answer. */
export async function learnTime(
  { clock, askTime }: TimePorts,
  { signal }: CallOptions,
): Promise<Date | undefined> {
  // Even a refusal has a date.
  if (serversTime(clock) === undefined) await askTime({ signal }).catch(ignoreOperational)
  return serversTime(clock)
}

/**
 * The same, for what must not be done without.
 *
 * @throws `aws-unavailable`, and what keeps AWS from answering.
 */
export async function requireTime(
  { clock, askTime }: TimePorts,
  { signal }: CallOptions,
): Promise<Date> {
  if (serversTime(clock) === undefined) {
    await askTime({ signal }).catch((error: unknown) => {
      if (serversTime(clock) === undefined) throw error
    })
  }
  const now = serversTime(clock)
  if (now !== undefined) return now
  throw new DaypassError('aws-unavailable', 'AWS does not say what time it is')
}
