import { type DaypassError, isDaypassError, isStoreFault } from '../errors.ts'
import type { LeaseFacts } from '../lease/lease.ts'
import type { CallOptions } from '../call-options.ts'
import { deniedSince } from './deny-ledger.ts'
import { type Denial, type DenyTarget, denialOf } from './deny-entry.ts'
import { denySession } from './deny-session.ts'
import { denyWithoutRecord } from './deny-without-record.ts'
import { mayMeanGone, targetFate } from './gone-target.ts'
import type { DenyPorts, RevocationMode } from './ports.ts'
import { clearByNames } from './remove-policies.ts'
import { renewDeny } from './restore-policies.ts'
import type { Revocation } from './revocation.ts'

/**
 * Denies the session behind a lease everything, on the record if the store takes one, and tells what that reached.
 *
 * @param options - `again`: what denies it already is written once more, since somebody may have removed it.
 */
export async function revokeSession(
  ports: DenyPorts,
  mode: RevocationMode,
  lease: LeaseFacts,
  { again = false, ...options }: CallOptions & { readonly again?: boolean },
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
    if (ports.isPassing === true && !(await clearByNames(ports, denial.target, options)))
      return { status: 'ends_at', reason: unlisted(denial.target) }
    return await deny(ports, denial, { again, ...options })
  } catch (error) {
    if (isDaypassError(error, 'aws-limit-exceeded')) {
      return {
        status: 'ends_at',
        reason: `no room now for another deny on ${denial.target.arn}${ports.isPassing === true ? '' : '; the sweep tries again'}`,
      }
    }
    const gone = mayMeanGone(error) ? await ofGoneTarget(ports, denial, lease, options) : undefined
    if (gone === undefined) throw error
    return gone
  }
}

/** How long a store that fails is asked again for a record: of a deny that has none only its name tells when it is over. */
const RECORD_MS = 6000
const FIRST_PAUSE_MS = 500

/** A store that fails keeps no session alive. Where the tombstone stands there is a record, and others go on from it. */
async function deny(
  ports: DenyPorts,
  denial: Denial,
  { again, ...options }: CallOptions & { readonly again: boolean },
): Promise<Revocation> {
  try {
    await onRecord(ports, options, async () => {
      if (again) await renewDeny(ports, denial, options)
      await denySession(ports, denial, options)
    })
    return { status: 'revoked' }
  } catch (unrecorded) {
    if (!isStoreFault(unrecorded) || (await othersGoOn(ports, denial, unrecorded))) throw unrecorded
    await denyWithoutRecord(ports, denial, options)
    return { status: 'revoked', unrecorded }
  }
}

async function onRecord(
  { clock }: DenyPorts,
  { signal }: CallOptions,
  attempt: () => Promise<void>,
): Promise<void> {
  const until = clock.now().getTime() + RECORD_MS
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    try {
      await attempt()
      return
    } catch (error) {
      const mayPass = isStoreFault(error) && error.code !== 'state-invalid'
      if (!mayPass || signal?.aborted === true || clock.now().getTime() + pause > until) throw error
      await clock.sleep(pause, signal)
    }
  }
}

/** Nobody goes on where the ledger cannot be read. */
async function othersGoOn(
  { store }: DenyPorts,
  { target, entry }: Denial,
  { code }: DaypassError,
): Promise<boolean> {
  if (code === 'state-invalid') return false
  const tombstones = await store.tombstones(target).catch((error: unknown) => {
    if (!isDaypassError(error)) throw error
    return []
  })
  return tombstones.some(({ name }) => name === entry.name)
}

function unlisted({ kind, arn }: DenyTarget): string {
  const right = kind === 'role' ? 'iam:ListRolePolicies' : 'iam:ListUserPolicies'
  return `nobody would take a deny away from ${arn} again: no record of it lasts, and its policies may not be listed (${right})`
}

/** What can be said of a session whose role or user is not there; undefined when it is. */
async function ofGoneTarget(
  ports: DenyPorts,
  { target }: Denial,
  { issuedAt }: LeaseFacts,
  options: CallOptions,
): Promise<Revocation | undefined> {
  const fate = await targetFate(ports, target, { ...options, bornAt: issuedAt })
  switch (fate.is) {
    case 'there':
      return undefined
    case 'gone':
      return { status: 'revoked' }
    case 'perhaps-gone':
      return {
        status: 'pending',
        reason: `IAM does not know ${target.arn}: its sessions are dead if it says so again in some minutes`,
        lookAgainAt: fate.certainAt,
      }
  }
}
