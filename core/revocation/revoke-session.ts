import { isDaypassError } from '../errors.ts'
import type { LiveLease } from '../lease/lease.ts'
import type { CallOptions } from '../call-options.ts'
import { deniedSince } from './deny-ledger.ts'
import { denialOf } from './deny-entry.ts'
import { denySession } from './deny-session.ts'
import type { DenyPorts, RevocationMode } from './ports.ts'
import type { Revocation } from './revocation.ts'

/** Denies the session behind a lease everything, and tells what that reached. */
export async function revokeSession(
  ports: DenyPorts,
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
