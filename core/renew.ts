import { secondsAfter, wholeSecond } from './clock.ts'
import { DaypassError, isDaypassError } from './errors.ts'
import { requireTime } from './learn-time.ts'
import type { LeaseId } from './lease/lease-id.ts'
import { type ActiveLease, extend } from './lease/lease.ts'
import { type StoredLease, isLive } from './lease/lease-store.ts'
import type { Ports } from './ports.ts'
import type { CallOptions } from './call-options.ts'

/** A renewed lease. */
export interface Renewal {
  readonly lease: ActiveLease
  /** Whether the end asked for was cut to the role's `max_ttl`. */
  readonly capped: boolean
}

/**
 * Moves the end of a lease to `incrementSeconds` from now (its first lifetime when absent), at most to the
 * role's `max_ttl` after issue. Never moves it closer. AWS is told before the record, so that death in
 * between leaves a lease that is ended on time.
 *
 * @throws `lease-not-found`, `lease-ended`, `lease-not-renewable` (sessions of STS cannot be renewed: issue
 * again), `request-invalid`, `lease-conflict`.
 */
export async function renew(
  ports: Ports,
  id: LeaseId,
  options: CallOptions & { incrementSeconds?: number | undefined } = {},
): Promise<Renewal> {
  const found = await readActive(ports, id, options)
  const { lease } = found
  const now = ports.clock.now()
  const wanted = secondsAfter(now, incrementSeconds(lease, options.incrementSeconds))
  const expiresAt = wholeSecond(new Date(Math.min(wanted.getTime(), lease.maxExpiresAt.getTime())))
  const capped = wanted > lease.maxExpiresAt
  if (expiresAt <= lease.expiresAt) return { lease, capped }
  try {
    await ports.issuer.extend(lease, expiresAt, options)
  } catch (error) {
    // A revocation that ran meanwhile has deleted the user: say that, not what AWS says of a missing user.
    if (isDaypassError(error, 'aws-rejected')) await readActive(ports, id, options)
    throw error
  }
  const renewed = await ports.leases.replace(found, extend(lease, expiresAt, now))
  await ports.leases.dropDue([{ id, dueAt: lease.dueAt }]).catch(() => undefined)
  return { lease: renewed.lease, capped }
}

async function readActive(
  ports: Ports,
  id: LeaseId,
  options: CallOptions,
): Promise<StoredLease<ActiveLease>> {
  const found = await ports.leases.read(id)
  if (found === undefined) throw new DaypassError('lease-not-found', `there is no lease ${id}`)
  if (!isLive(found)) throw ended(id, found.endedAt)
  const { lease, version } = found
  if (lease.credentialType !== 'iam_user') {
    throw new DaypassError(
      'lease-not-renewable',
      `lease ${id} is a ${lease.credentialType}, which AWS cannot extend`,
      {
        hint: 'issue a new one',
      },
    )
  }
  if (lease.status === 'pending') {
    throw new DaypassError('lease-not-renewable', `lease ${id} is still being issued`)
  }
  if (lease.status === 'revoking') throw ended(id, lease.requestedAt)
  const now = await requireTime(ports, options)
  if (lease.expiresAt <= now) throw ended(id, lease.expiresAt)
  if (lease.expiresAt >= lease.maxExpiresAt) {
    const max = lease.maxExpiresAt.toISOString()
    throw new DaypassError(
      'lease-not-renewable',
      `lease ${id} already lasts as long as its role allows, until ${max}`,
      {
        hint: 'issue a new one',
      },
    )
  }
  return { lease, version }
}

function incrementSeconds(lease: ActiveLease, asked: number | undefined): number {
  if (asked === undefined)
    return (lease.expiresAt.getTime() - (lease.renewedAt ?? lease.issuedAt).getTime()) / 1000
  if (Number.isInteger(asked) && asked >= 1) return asked
  throw new DaypassError(
    'request-invalid',
    'the increment must be at least one second, as a whole number',
  )
}

function ended(id: LeaseId, at: Date): DaypassError {
  return new DaypassError('lease-ended', `lease ${id} ended at ${at.toISOString()}`, {
    hint: 'issue a new one',
  })
}
