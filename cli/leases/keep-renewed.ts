import { isDaypassError } from '../../core/errors.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import type { Ports } from '../../core/ports.ts'
import { renew } from '../../core/renew.ts'
import { describe } from '../error-text.ts'
import { timeText } from '../printing/times.ts'
import type { Reporter } from '../printing/reporter.ts'
import { sleepUntil } from './sleep-until.ts'

const RETRY_MIN_MS = 5000

/**
 * Renews a lease at two thirds of its lifetime, again and again, until the signal aborts or its role allows no more.
 * Never throws; what stands in the way is said. A failed attempt is repeated while the lease lives.
 */
export async function keepRenewed(
  ports: Ports,
  issued: ActiveLease,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = ports
  const incrementSeconds = secondsBetween(issued.issuedAt, issued.expiresAt)
  let lease = issued
  let next = new Date(issued.issuedAt.getTime() + lifetime(issued.issuedAt, lease) * (2 / 3))
  while (lease.expiresAt < lease.maxExpiresAt) {
    if (!(await sleepUntil(clock, next, signal))) return
    const now = clock.now()
    try {
      lease = (await renew(ports, lease.id, { incrementSeconds, signal })).lease
      next = new Date(now.getTime() + lifetime(now, lease) * (2 / 3))
    } catch (error) {
      if (signal.aborted) return
      const { message } = describe(error)
      const isOver = isDaypassError(error, 'lease-ended', 'lease-not-found', 'lease-not-renewable')
      await reporter.warn(isOver ? message : `lease ${lease.id} was not renewed: ${message}`)
      if (isOver || lease.expiresAt <= now) return
      next = new Date(now.getTime() + Math.max(lifetime(now, lease) / 4, RETRY_MIN_MS))
    }
  }
  await reporter.note(
    `lease ${lease.id} ends at ${timeText(lease.expiresAt)}: its role allows no more`,
  )
}

function lifetime(from: Date, { expiresAt }: ActiveLease): number {
  return expiresAt.getTime() - from.getTime()
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(Math.round((to.getTime() - from.getTime()) / 1000), 1)
}
