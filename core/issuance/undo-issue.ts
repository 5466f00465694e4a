import { secondsAfter } from '../clock.ts'
import { DaypassError, asFailure } from '../errors.ts'
import type { LeaseId } from '../lease/lease-id.ts'
import { PENDING_GRACE_SECONDS, lookAgain, claim } from '../lease/lease.ts'
import { isLive } from '../lease/lease-store.ts'
import type { Ports } from '../ports.ts'
import { revokeCredentials } from '../revocation/revoke-credentials.ts'
import { endLease } from '../lease/end-lease.ts'
import { defined } from '../language/defined.ts'

/**
 * Takes back the user that a failed issue may have made, and answers the error to throw.
 *
 * When it is unknown whether AWS did something, its answer may still be on the way: what is there is
 * removed at once, but the lease stays on the list and the sweep looks again later. If undoing fails,
 * or the process dies in it, the sweep does it.
 */
export async function undoIssue(ports: Ports, id: LeaseId, error: unknown): Promise<DaypassError> {
  const failure = asFailure(error)
  try {
    const found = await ports.leases.read(id)
    if (found !== undefined && isLive(found)) {
      if (failure.code === 'outcome-unknown' || failure.code === 'cancelled') {
        const now = ports.clock.now()
        const watched = lookAgain(
          claim(found.lease, 'failed', now),
          failure.message,
          secondsAfter(now, PENDING_GRACE_SECONDS),
        )
        await ports.leases.replace(found, watched)
        await revokeCredentials(ports.revocation, watched, {})
      } else {
        await endLease(ports, found, 'failed')
      }
    }
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
