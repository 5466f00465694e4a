import type { CallOptions } from './call-options.ts'
import { type DaypassError, isDaypassError } from './errors.ts'
import { defined } from './language/defined.ts'
import { inParallel } from './language/in-parallel.ts'
import { endLease } from './lease/end-lease.ts'
import type { EndReason } from './lease/lease.ts'
import type { StoredLease } from './lease/lease-store.ts'
import type { Ports } from './ports.ts'
import type { SweptLease } from './sweep-due.ts'

const LEASES_AT_ONCE = 16

/** What attempts end with while AWS is out. What it refuses waits its time: only somebody's deed can change that. */
const OUTAGES: readonly string[] = [
  'aws-unavailable',
  'aws-throttled',
  'outcome-unknown',
  'cancelled',
]

/** A lease whose revocation failed and waits for its next attempt. */
interface Waiting {
  readonly found: StoredLease
  readonly reason: EndReason
  /** The code of the error that the last attempt ended with. */
  readonly code: string
}

/**
 * Ends stuck leases before their next attempt is due, if the outage that kept them is over: it leaves many that wait for
 * hours. Of those that failed in one of its ways one is tried, another in each minute; where it can be ended, all others are
 * tried. Those that still fail wait on, and are no failure of this sweep, since they were not due.
 *
 * @returns what was ended.
 */
export async function retryStuck(
  ports: Ports,
  stuck: readonly StoredLease[],
  { signal }: CallOptions,
): Promise<readonly SweptLease[]> {
  const now = ports.clock.now()
  const ended: SweptLease[] = []
  const retry = async ({ found, reason }: Waiting): Promise<'ended' | 'waits' | DaypassError> => {
    try {
      const result = await endLease(ports, found, reason, { signal })
      if (result.status !== 'revoked' && result.status !== 'ended') return 'waits'
      if (result.status === 'revoked' && result.unrecorded !== undefined) return 'waits'
      ended.push({ id: found.lease.id, reason, ...defined({ left: result.left }) })
      return 'ended'
    } catch (error) {
      if (isDaypassError(error)) return error
      throw error
    }
  }
  await inParallel(alike(stuck, now), LEASES_AT_ONCE, async (group) => {
    const others = [...group]
    for (let one = others.shift(); one !== undefined; one = others.shift()) {
      const outcome = await retry(one)
      if (outcome === 'ended') break
      // It fails in another way by now: that says nothing of those that failed like it.
      if (isDaypassError(outcome) && outcome.code === one.code) return
    }
    await inParallel(others, LEASES_AT_ONCE, async (other) => {
      await retry(other)
    })
  })
  return ended
}

/** By how they failed, each group beginning with another lease every minute. Who waits for a named time is left out. */
function alike(stuck: readonly StoredLease[], now: Date): readonly (readonly Waiting[])[] {
  const waiting = stuck.flatMap((found): Waiting[] => {
    const { lease } = found
    if (lease.dueAt <= now || lease.status !== 'revoking' || lease.claimed) return []
    const code = /^[a-z-]+(?=: )/.exec(lease.lastError ?? '')?.[0]
    return code === undefined || !OUTAGES.includes(code)
      ? []
      : [{ found, reason: lease.reason, code }]
  })
  const minute = Math.floor(now.getTime() / 60_000)
  return [...new Set(waiting.map(({ code }) => code))].map((code) => {
    const group = waiting.filter((one) => one.code === code)
    const first = minute % group.length
    return [...group.slice(first), ...group.slice(0, first)]
  })
}
