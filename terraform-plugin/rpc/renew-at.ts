/** Terraform renews at once, again and again, where the time has passed. */
const AHEAD_MILLISECONDS_MIN = 5000

/** The time of the next renewal in the form in which it is sent, at least five seconds away. */
export function describeRenewAt(renewAt: Date | undefined, now: Date) {
  if (renewAt === undefined) return undefined
  const milliseconds = Math.max(renewAt.getTime(), now.getTime() + AHEAD_MILLISECONDS_MIN)
  const seconds = Math.floor(milliseconds / 1000)
  return { seconds, nanos: (milliseconds - seconds * 1000) * 1_000_000 }
}
