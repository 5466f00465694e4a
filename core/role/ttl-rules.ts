import { formatDuration } from '../language/duration.ts'
import { AWS_LIMITS } from './aws-limits.ts'
import { DAYPASS_LIMITS, DEFAULT_TTL } from './daypass-limits.ts'
import type { FieldFinding } from './field-finding.ts'
import type { CredentialType } from './role.ts'
import type { RoleDraft } from './role-draft.ts'
import type { RoleFields } from './role-schema.ts'

interface TtlBounds {
  readonly default: 'default_ttl' | 'default_sts_ttl'
  readonly max: 'max_ttl' | 'max_sts_ttl'
  readonly seconds: { readonly min: number; readonly max: number }
  /** Who sets the bounds, as the end of a sentence. */
  readonly why: { readonly min: string; readonly max: string }
}

const SHORTEST_OF_OURS = 'the shortest lease of daypass'

const TTL_BOUNDS: Readonly<Record<CredentialType, TtlBounds>> = {
  iam_user: {
    default: 'default_ttl',
    max: 'max_ttl',
    seconds: { min: DAYPASS_LIMITS.leaseSecondsMin, max: DAYPASS_LIMITS.userLeaseSecondsMax },
    why: { min: SHORTEST_OF_OURS, max: 'the longest lease of daypass' },
  },
  assumed_role: {
    default: 'default_sts_ttl',
    max: 'max_sts_ttl',
    seconds: { min: DAYPASS_LIMITS.leaseSecondsMin, max: AWS_LIMITS.roleSessionSecondsMax },
    why: { min: SHORTEST_OF_OURS, max: "AWS's longest session of a role" },
  },
  federation_token: {
    default: 'default_sts_ttl',
    max: 'max_sts_ttl',
    seconds: { min: DAYPASS_LIMITS.leaseSecondsMin, max: AWS_LIMITS.userSessionSecondsMax },
    why: { min: SHORTEST_OF_OURS, max: "AWS's longest federation token" },
  },
  session_token: {
    default: 'default_sts_ttl',
    max: 'max_sts_ttl',
    seconds: { min: AWS_LIMITS.sessionSecondsMin, max: AWS_LIMITS.userSessionSecondsMax },
    why: {
      min: "AWS's shortest session (this type takes no policy that could end it earlier)",
      max: "AWS's longest session token",
    },
  },
}

/** A role's lifetimes in seconds. */
export interface Lifetimes {
  readonly default: number
  readonly max: number
}

/** The lifetimes of a role, with defaults for what it leaves out. */
export function lifetimesOf(type: CredentialType, fields: RoleFields): Lifetimes {
  const ttl = TTL_BOUNDS[type]
  const longest =
    type === 'iam_user' ? Math.max(DEFAULT_TTL.userMax, fields.default_ttl ?? 0) : ttl.seconds.max
  const max = fields[ttl.max] ?? longest
  return { default: fields[ttl.default] ?? Math.min(DEFAULT_TTL.lease, max), max }
}

/** Lifetimes outside of what AWS or daypass can do, and a default above the maximum. */
export function checkLifetimes(draft: RoleDraft): readonly FieldFinding[] {
  const type = draft.fields.credential_type
  if (type === undefined) return []
  const ttl = TTL_BOUNDS[type]
  const findings = [ttl.default, ttl.max].flatMap((field) =>
    checkBounds(field, draft.fields[field], ttl),
  )
  const initial = draft.fields[ttl.default]
  const max = draft.fields[ttl.max]
  if (initial !== undefined && max !== undefined && initial > max) {
    const told = `${ttl.default} is ${formatDuration(initial)}, more than ${ttl.max} ${formatDuration(max)}`
    findings.push({ path: [ttl.default], message: `${told}: lower it or raise ${ttl.max}` })
  }
  return findings
}

function checkBounds(
  field: string,
  seconds: number | undefined,
  { seconds: bounds, why }: TtlBounds,
): FieldFinding[] {
  if (seconds === undefined) return []
  const told = `${field} is ${formatDuration(seconds)}`
  if (seconds < bounds.min) {
    return [
      {
        path: [field],
        message: `${told}, less than ${formatDuration(bounds.min)}, ${why.min}: raise it`,
      },
    ]
  }
  if (seconds > bounds.max) {
    return [
      {
        path: [field],
        message: `${told}, more than ${formatDuration(bounds.max)}, ${why.max}: lower it`,
      },
    ]
  }
  return []
}
