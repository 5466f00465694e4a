import { AwsError } from './aws-error.ts'

/** Takes one request, or refuses it. */
export type Throttle = (now: Date) => void

/** A token bucket that holds one second's worth. Refuses with `Throttling`, as IAM does. */
export function createThrottle(perSecond: number | undefined): Throttle {
  if (perSecond === undefined) return () => undefined
  let tokens = perSecond
  let filledAt: number | undefined
  return (now) => {
    const time = now.getTime()
    const gained = ((time - (filledAt ?? time)) / 1000) * perSecond
    tokens = Math.min(perSecond, tokens + gained)
    filledAt = time
    if (tokens < 1) throw new AwsError(400, 'Throttling', 'Rate exceeded')
    tokens -= 1
  }
}
