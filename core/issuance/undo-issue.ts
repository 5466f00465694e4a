import { secondsAfter, wholeSecond } from '../clock.ts'
import { DaypassError, asFailure, isDaypassError } from '../errors.ts'
import { PENDING_GRACE_SECONDS, type PendingLease, claim, lookAgain } from '../lease/lease.ts'
import { isLive } from '../lease/lease-store.ts'
import type { Ports } from '../ports.ts'
import { revokeCredentials } from '../revocation/revoke-credentials.ts'
import { recordEnd } from '../lease/end-lease.ts'
import { defined } from '../language/defined.ts'

/**
 * Takes back the user that a failed issue may have made, and answers the error to throw.
 *
 * The user is deleted by the name that was recorded, whatever has become of the record. When it is unknown whether AWS
 * did something, its answer may still be on the way: what is there is removed at once, but the lease stays on the list
 * and the sweep looks again later. If undoing fails, or the process dies in it, the sweep does it.
 */
export async function undoIssue(
  ports: Ports,
  lease: PendingLease,
  error: unknown,
): Promise<DaypassError> {
  const failure = asFailure(error)
  try {
    if (failure.madeNothing) await ports.leases.withdraw(lease)
    else await takeBack(ports, lease, failure)
  } catch (undoError) {
    const why = undoError instanceof Error ? undoError.message : 'unknown'
    return new DaypassError(
      failure.code,
      `${failure.message}; taking it back failed too (${why}): the sweep will do it`,
      {
        cause: error,
        problems: failure.problems,
        ...defined({ hint: failure.hint, reason: failure.reason }),
      },
    )
  }
  return failure
}

async function takeBack(ports: Ports, lease: PendingLease, failure: DaypassError): Promise<void> {
  const mayComeLate = isDaypassError(failure, 'outcome-unknown', 'cancelled')
  const later = secondsAfter(ports.clock.now(), PENDING_GRACE_SECONDS)
  if (mayComeLate) await leaveToSweep(ports, lease, failure.message, later)
  const revocation = await revokeCredentials(ports.revocation, lease, {})
  if (mayComeLate) return
  if (revocation.status === 'revoked') {
    await recordEnd(ports, lease, 'failed')
  } else {
    const at = 'lookAgainAt' in revocation ? revocation.lookAgainAt : later
    await leaveToSweep(ports, lease, revocation.reason, at)
  }
}

/** Puts the lease on the list, unless somebody has ended it. */
async function leaveToSweep(
  ports: Ports,
  { id }: PendingLease,
  why: string,
  at: Date,
): Promise<void> {
  const found = await ports.leases.read(id)
  if (found === undefined || !isLive(found)) return
  const mine = claim(found.lease, 'failed', ports.clock.now())
  await ports.leases.replace(found, lookAgain(mine, why, wholeSecond(at)))
}
