import { formatDuration, parseDuration } from '../core/language/duration.ts'
import { AWS_LIMITS } from '../core/role/aws-limits.ts'
import { DAYPASS_LIMITS, DEFAULT_TTL } from '../core/role/daypass-limits.ts'
import type { Mapping } from '../core/role/plain-data.ts'
import type { CredentialType } from '../core/role/role.ts'
import type { MountLifetimes } from './material.ts'
import type { Note } from './note.ts'

/** Fields of lifetimes as a role has them here, and what was changed on the way. */
export interface ConvertedLifetimes {
  readonly fields: Mapping
  readonly notes: readonly Note[]
}

const VAULT = { seconds: 768 * 3600, session: 3600 }

/** A role's lifetimes: Vault has those of users, and the bounds of all, by mount. */
export function convertLifetimes(
  type: CredentialType,
  fields: Mapping,
  of: Omit<MountLifetimes, 'mount'>,
): ConvertedLifetimes {
  return type === 'iam_user' ? ofUsers(of) : ofSessions(type, fields, of)
}

function ofUsers(of: Omit<MountLifetimes, 'mount'>): ConvertedLifetimes {
  const { lease = of.mountDefault, leaseMax = of.mountMax } = of
  const longest = DAYPASS_LIMITS.userLeaseSecondsMax
  const max = Math.min(leaseMax ?? DEFAULT_TTL.userMax, longest)
  const first = Math.min(lease ?? DEFAULT_TTL.lease, max)
  return written('default_ttl', 'max_ttl', {
    first: raised(first, DAYPASS_LIMITS.leaseSecondsMin),
    max: raised(max, DAYPASS_LIMITS.leaseSecondsMin),
    wasFirst: lease,
    wasMax: leaseMax,
    vaultFirst: VAULT.seconds,
  })
}

function ofSessions(
  type: Exclude<CredentialType, 'iam_user'>,
  fields: Mapping,
  of: Omit<MountLifetimes, 'mount'>,
): ConvertedLifetimes {
  const longest =
    type === 'assumed_role' ? AWS_LIMITS.roleSessionSecondsMax : AWS_LIMITS.userSessionSecondsMax
  const shortest =
    type === 'session_token' ? AWS_LIMITS.sessionSecondsMin : DAYPASS_LIMITS.leaseSecondsMin
  const first = parseDuration(fields['default_sts_ttl'])
  const own = parseDuration(fields['max_sts_ttl'])
  // Without a maximum of its own Vault holds a session to the mount's.
  const max = own ?? of.mountMax
  const capped = raised(Math.min(max ?? longest, longest), shortest)
  const ours = raised(Math.min(first ?? VAULT.session, capped), shortest)
  const { fields: both, notes } = written('default_sts_ttl', 'max_sts_ttl', {
    first: ours,
    max: capped,
    wasFirst: first,
    wasMax: max,
    vaultFirst: VAULT.session,
  })
  // That no maximum is set means AWS's own, there and here.
  const isOpen = max === undefined
  return {
    fields: isOpen ? { default_sts_ttl: both['default_sts_ttl'] } : both,
    notes: isOpen ? notes.filter(({ field }) => field !== 'max_sts_ttl') : notes,
  }
}

interface Change {
  readonly first: number
  readonly max: number
  /** As it is set in Vault; undefined where it is not. */
  readonly wasFirst: number | undefined
  readonly wasMax: number | undefined
  /** What Vault takes where nothing is set. */
  readonly vaultFirst: number
}

function written(first: string, max: string, change: Change): ConvertedLifetimes {
  return {
    fields: { [first]: formatDuration(change.first), [max]: formatDuration(change.max) },
    notes: [
      ...noteOf(first, change.first, change.wasFirst, change.vaultFirst),
      ...noteOf(max, change.max, change.wasMax, VAULT.seconds),
    ],
  }
}

function noteOf(
  field: string,
  now: number,
  was: number | undefined,
  unset: number,
): readonly Note[] {
  if (now === (was ?? unset)) return []
  const before =
    was === undefined
      ? `${formatDuration(unset)}, Vault's where nothing is set,`
      : formatDuration(was)
  return [{ kind: 'changed', field, message: `${before} becomes ${formatDuration(now)}` }]
}

function raised(seconds: number, least: number): number {
  return Math.max(seconds, least)
}
