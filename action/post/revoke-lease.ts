import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import { isLive } from '../../core/lease/lease-store.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import type { PostLease } from '../post-state/post-state.ts'
import { errorLine } from '../runner/error-text.ts'
import type { StepStop } from '../runner/stop.ts'
import type { Ending } from './report.ts'

/** Where the leases are, and how long post may try. */
export interface RevokeOptions extends Pick<StepStop, 'signal' | 'graceEnds'> {
  /** The state's URL. */
  readonly state: string
}

/** Revokes a lease and answers what became of it. Never throws a {@link DaypassError}. */
export async function revokeLease(
  ports: Ports,
  lease: PostLease,
  { state, signal, graceEnds }: RevokeOptions,
): Promise<Ending> {
  const late = graceEnds.then(() => {
    throw new DaypassError('cancelled', 'AWS did not answer in time')
  })
  try {
    const result = await Promise.race([revoke(ports, lease.id, { signal }), late])
    return { lease, ...endingOf(result) }
  } catch (error) {
    if (isDaypassError(error, 'lease-not-found')) return { lease, how: 'never issued', why: '' }
    const next = state.startsWith('s3:')
      ? await nextAttempt(ports, lease, late)
      : 'no sweep can reach it, since its record is in the runner’s temporary directory'
    return { lease, how: 'not revoked', why: `${errorLine(error)}; ${next}` }
  }
}

function endingOf(result: EndResult): Pick<Ending, 'how' | 'why' | 'at'> {
  switch (result.status) {
    case 'revoked':
      return { how: 'revoked', why: '', at: result.at }
    case 'ended':
      return {
        how: result.outcome === 'never-issued' ? 'never issued' : 'ended',
        why: '',
        at: result.at,
      }
    case 'pending':
      return { how: 'pending', why: result.reason }
    case 'ends_at':
      return { how: 'kept', why: result.reason }
  }
}

/**
 * Who tries next: the sweep does so only where this attempt is on record, and otherwise when the lease ends.
 *
 * @param late - rejects when no time is left to find out.
 */
async function nextAttempt(ports: Ports, { id }: PostLease, late: Promise<never>): Promise<string> {
  return (await isRevoking(ports, id, late))
    ? 'a sweep of the state revokes it'
    : 'nobody has noted that it is to end before its time: whoever has the rights of a broker has to revoke it'
}

async function isRevoking(
  ports: Ports,
  id: PostLease['id'],
  late: Promise<never>,
): Promise<boolean> {
  try {
    const found = await Promise.race([ports.leases.read(id), late])
    return found !== undefined && isLive(found) && found.lease.status === 'revoking'
  } catch (error) {
    if (isDaypassError(error)) return false
    throw error
  }
}
