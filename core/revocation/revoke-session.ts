import { isDaypassError } from '../errors.ts'
import type { LiveLease } from '../lease/lease.ts'
import type { CallOptions, Revocation } from '../ports.ts'
import { deniedSince } from './deny-ledger.ts'
import { denialOf } from './deny-entry.ts'
import { denySession } from './deny-session.ts'
import type { RevocationPorts } from './ports.ts'

/**
 * Who writes denies: `direct`, this process does, and needs the right in IAM; `tombstone`, it only leaves
 * a tombstone in the store, and a sweep by somebody with the right writes it.
 */
export type RevocationMode = 'direct' | 'tombstone'

/** Denies the session behind a lease everything, and tells what that reached. */
export async function revokeSession(
  ports: RevocationPorts,
  mode: RevocationMode,
  lease: LiveLease,
  options: CallOptions,
): Promise<Revocation> {
  const denial = denialOf(lease)
  if (denial === undefined) {
    return {
      status: 'ends_at',
      reason: 'it was never recorded what AWS issued, so nothing can single it out',
    }
  }
  if (mode === 'tombstone') {
    await ports.store.addTombstone(denial)
    const stored = await ports.store.readLedger(denial.target)
    if (deniedSince(stored?.ledger, denial.entry.name) !== undefined) return { status: 'revoked' }
    return {
      status: 'pending',
      reason: 'the next sweep with the right to write IAM policies denies it',
    }
  }
  try {
    await denySession(ports, denial, options)
    return { status: 'revoked' }
  } catch (error) {
    if (!isDaypassError(error, 'aws-limit-exceeded')) throw error
    return {
      status: 'ends_at',
      reason: `no room now for another deny on ${denial.target.arn}; the sweep tries again`,
    }
  }
}
