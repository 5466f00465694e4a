import { formatDuration } from '../../core/language/duration.ts'
import { type Role, ttlLimits } from '../../core/role/role.ts'
import { claimsDirection } from './compare-trust.ts'
import type { FieldChange } from '../model/comparison.ts'

/**
 * Compares how long leases and the definition live, and how many leases there may be. Of a role that is added or
 * removed it is all there is, without a direction: that is the role's own.
 */
export function compareLifetimes(
  before: Role | undefined,
  after: Role | undefined,
): readonly FieldChange[] {
  if (before === undefined || after === undefined) {
    const [old, now] = [lifetimeTexts(before), lifetimeTexts(after)]
    return changedTexts(old, now)
  }
  const [old, now] = [ttlLimits(before), ttlLimits(after)]
  const names = ttlNames(after)
  return [
    ...seconds(names.default, old.default, now.default),
    ...seconds(names.max, old.max, now.max),
    ...limited('max_leases', before.max_leases, after.max_leases),
    ...limited('expires_at', before.expires_at, after.expires_at),
  ]
}

/** Likewise all other fields but those of rights and trust, which have comparisons of their own. */
export function compareFields(
  before: Role | undefined,
  after: Role | undefined,
): readonly FieldChange[] {
  const changed = changedTexts(plainFields(before), plainFields(after)).toSorted(byField)
  if (before === undefined || after === undefined) return changed
  return changed.map((one) => ({ ...one, direction: directionOf(one.field, before, after) }))
}

type Texts = Readonly<Record<string, string>>

function changedTexts(old: Texts, now: Texts): readonly FieldChange[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => old[field] !== now[field])
    .map((field) => ({ field, before: old[field], after: now[field], direction: 'changed' }))
}

function byField(a: FieldChange, b: FieldChange): number {
  return a.field < b.field ? -1 : 1
}

function lifetimeTexts(role: Role | undefined): Texts {
  if (role === undefined) return {}
  const names = ttlNames(role)
  const ttls = ttlLimits(role)
  const texts = {
    [names.default]: formatDuration(ttls.default),
    [names.max]: formatDuration(ttls.max),
    max_leases: limitText(role.max_leases),
    expires_at: limitText(role.expires_at),
  }
  return withoutUnset(texts)
}

const COMPARED_ELSEWHERE: ReadonlySet<string> = new Set([
  'name',
  'credential_type',
  'subjects',
  'policy_document',
  'policy_arns',
  'iam_groups',
  'default_ttl',
  'max_ttl',
  'default_sts_ttl',
  'max_sts_ttl',
  'max_leases',
  'expires_at',
])

function ttlNames({ credential_type }: Role): { readonly default: string; readonly max: string } {
  return credential_type === 'iam_user'
    ? { default: 'default_ttl', max: 'max_ttl' }
    : { default: 'default_sts_ttl', max: 'max_sts_ttl' }
}

function seconds(field: string, old: number, now: number): readonly FieldChange[] {
  if (old === now) return []
  const direction = now > old ? 'wider' : 'narrower'
  return [{ field, before: formatDuration(old), after: formatDuration(now), direction }]
}

/** A limit that is not set is none. */
function limited<T extends number | Date>(
  field: string,
  old: T | undefined,
  now: T | undefined,
): readonly FieldChange[] {
  const [was, is] = [Number(old ?? Infinity), Number(now ?? Infinity)]
  if (was === is) return []
  const direction = is > was ? 'wider' : 'narrower'
  return [{ field, before: limitText(old), after: limitText(now), direction }]
}

function limitText(value: number | Date | undefined): string | undefined {
  return value instanceof Date ? value.toISOString() : value?.toString()
}

function plainFields(role: Role | undefined): Texts {
  const fields = Object.entries(role ?? {}).filter(([field]) => !COMPARED_ELSEWHERE.has(field))
  return withoutUnset(
    Object.fromEntries(
      fields.map(([field, value]: [string, unknown]) => [field, fieldText(value)]),
    ),
  )
}

function withoutUnset(texts: Readonly<Record<string, string | undefined>>): Texts {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([field, text]) => (text === undefined ? [] : [[field, text]])),
  )
}

/** Lists and tags in an order of their own, so that moving them about is no change. */
function fieldText(value: unknown): string | undefined {
  if (Array.isArray(value))
    return value.length === 0 ? undefined : value.map(String).sort().join(', ')
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, of]) => `${key}=${String(of)}`)
    return pairs.length === 0 ? undefined : pairs.sort().join(', ')
  }
  return typeof value === 'string' ? value : undefined
}

function directionOf(field: string, before: Role, after: Role): FieldChange['direction'] {
  if (field === 'permissions_boundary_arn')
    return optionalLimit(boundaryOf(before), boundaryOf(after))
  if (field === 'mfa_serial_number') return optionalLimit(mfaOf(before), mfaOf(after))
  if (field === 'claims') return claimsDirection(before, after)
  return field === 'role_arns' ? rolesDirection(before, after) : 'changed'
}

/** What limits is there or not. Of one limit in another's place nothing here can say, so it counts as wider. */
function optionalLimit(old: string | undefined, now: string | undefined): FieldChange['direction'] {
  return old === undefined && now !== undefined ? 'narrower' : 'wider'
}

function boundaryOf(role: Role): string | undefined {
  return role.credential_type === 'iam_user' ? role.permissions_boundary_arn : undefined
}

function mfaOf(role: Role): string | undefined {
  return role.credential_type === 'session_token' ? role.mfa_serial_number : undefined
}

function rolesDirection(before: Role, after: Role): FieldChange['direction'] {
  const old = before.credential_type === 'assumed_role' ? before.role_arns : []
  const now = after.credential_type === 'assumed_role' ? after.role_arns : []
  return now.some((arn) => !old.includes(arn)) ? 'wider' : 'narrower'
}
