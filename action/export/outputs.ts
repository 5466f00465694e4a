import { timestamp } from '../../core/clock.ts'
import { outputPrefix } from '../inputs/wanted-roles.ts'
import type { PlainCredentials } from './plain-credentials.ts'

/**
 * The step's outputs by name. Those of a role with an alias begin with it; a single role has the plain ones too.
 *
 * @param withCredentials - whether the credentials themselves are asked for.
 */
export function outputsOf(
  issued: readonly PlainCredentials[],
  withCredentials: boolean,
): Readonly<Record<string, string>> {
  const each = issued.flatMap((one) => {
    const prefixes = new Set([outputPrefix(one.alias), ...(issued.length === 1 ? [''] : [])])
    return [...prefixes].map((prefix) => prefixed(prefix, outputsOfOne(one, withCredentials)))
  })
  const leases = issued.map((one) => ({
    role: one.role,
    alias: one.alias ?? null,
    lease_id: one.lease,
    arn: one.arn ?? null,
    account_id: one.accountId ?? null,
    expires_at: timestamp(one.expiresAt),
  }))
  return Object.assign({}, ...each, { leases: JSON.stringify(leases) }) as Record<string, string>
}

function outputsOfOne(one: PlainCredentials, withCredentials: boolean): Record<string, string> {
  const expiresAt = timestamp(one.expiresAt)
  const facts = {
    'lease-id': one.lease,
    arn: one.arn ?? '',
    'account-id': one.accountId ?? '',
    'expires-at': expiresAt,
    // As configure-aws-credentials calls them.
    'aws-account-id': one.accountId ?? '',
    'authenticated-arn': one.arn ?? '',
  }
  if (!withCredentials) return facts
  return {
    ...facts,
    'aws-access-key-id': one.accessKeyId,
    'aws-secret-access-key': one.secretAccessKey,
    'aws-session-token': one.sessionToken ?? '',
    'aws-expiration': expiresAt,
  }
}

function prefixed(prefix: string, outputs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [prefix + name, value]))
}
