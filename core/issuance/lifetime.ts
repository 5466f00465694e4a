import { DaypassError } from '../errors.ts'
import { formatDuration } from '../language/duration.ts'
import { DAYPASS_LIMITS } from '../role/daypass-limits.ts'
import type { IssueRequest } from './request.ts'
import { ttlLimits } from '../role/role.ts'

/** The shortest session AWS makes (STS API reference, DurationSeconds). Shorter leases are ended by their policy. */
export const SHORTEST_STS_SECONDS = 900

/** From when to when a lease is to live. */
export interface LeaseSpan {
  readonly now: Date
  readonly expiresAt: Date
}

/** The session AWS is asked for, and whether the lease is shorter than any that AWS makes. */
export function sessionLength({ expiresAt, now }: LeaseSpan): {
  durationSeconds: number
  isShort: boolean
} {
  const seconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1000)
  return {
    durationSeconds: Math.max(seconds, SHORTEST_STS_SECONDS),
    isShort: seconds < SHORTEST_STS_SECONDS,
  }
}

/**
 * The lifetime of a request in seconds, within the limits of its role.
 *
 * @throws `request-invalid`. More than the maximum is refused, not silently cut as Vault does: the caller
 * would otherwise count on time that it does not have.
 */
export function lifetimeSeconds({ role, ttlSeconds }: IssueRequest): number {
  const limits = ttlLimits(role)
  const seconds = ttlSeconds ?? limits.default
  const least = DAYPASS_LIMITS.leaseSecondsMin
  if (!Number.isInteger(seconds) || seconds < least) {
    throw new DaypassError(
      'request-invalid',
      `a lease lives for ${least} s at the least, in whole seconds`,
    )
  }
  if (seconds > limits.max) {
    const asked = formatDuration(seconds)
    throw new DaypassError(
      'request-invalid',
      `role ${role.name} allows at most ${formatDuration(limits.max)}, not ${asked}`,
      {
        hint: `ask for less, or raise ${role.credential_type === 'iam_user' ? 'max_ttl' : 'max_sts_ttl'} in the role`,
      },
    )
  }
  return seconds
}
