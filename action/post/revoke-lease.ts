import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import { isLive } from '../../core/lease/lease-store.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import type { PostLease } from '../post-state/post-state.ts'
import { postLine } from '../runner/error-text.ts'
import { type StepStop, describeOvertime } from '../runner/stop.ts'
import { deleteByName, userOf } from './delete-by-name.ts'
import type { Ending } from './report.ts'

/** Where the leases are, and how long post may try. */
export interface RevokeOptions {
  readonly stop: Pick<StepStop, 'signal' | 'graceEnds' | 'overtime'>
  /** The state's URL. */
  readonly state: string
}

/**
 * Revokes a lease and answers what became of it. A user whose record is gone, or cannot be written, is deleted by the
 * name that main saved. Never throws.
 */
export async function revokeLease(
  ports: Ports,
  lease: PostLease,
  { state, stop }: RevokeOptions,
): Promise<Ending> {
  const { signal } = stop
  const inTime = () => {
    const overtime = stop.overtime()
    return overtime === undefined ? 'stopped before it was done' : describeOvertime(overtime)
  }
  const late = stop.graceEnds.then(() => {
    throw new DaypassError('cancelled', inTime())
  })
  try {
    const result = await Promise.race([revoke(ports, lease.id, { signal }), late])
    return { lease, ...endingOf(result) }
  } catch (error) {
    const isGone = isDaypassError(error, 'lease-not-found')
    const options = { state, signal, late, isGone }
    if (isGone && !wasIssued(lease)) return { lease, how: 'never issued', why: '' }
    const isCancelled = isDaypassError(error, 'cancelled') && signal.aborted
    const said = isCancelled ? inTime() : postLine(error)
    const problem = isGone ? `its record is gone from ${placeOf(state)}` : said
    if (isOfAws(error)) return await notRevoked(ports, lease, { ...options, problem })
    return await endWithoutRecord(ports, lease, { ...options, problem })
  }
}

interface Failed {
  readonly state: string
  readonly signal: AbortSignal
  /** Rejects when no time is left. */
  readonly late: Promise<never>
  /** Whether the store says that there is no such lease. */
  readonly isGone: boolean
  /** What was in the way. */
  readonly problem: string
}

/** What main saved is all there is to go by. */
async function endWithoutRecord(ports: Ports, lease: PostLease, failed: Failed): Promise<Ending> {
  const now = ports.clock.now()
  const user = userOf(lease, now)
  if (user === undefined) {
    if (failed.isGone && lease.expiresAt !== undefined && lease.expiresAt <= now)
      return { lease, how: 'ended', why: '' }
    return await notRevoked(ports, lease, failed)
  }
  const objection = await Promise.race([
    deleteByName(ports, user, failed.signal),
    failed.late.catch(postLine),
  ])
  if (objection !== undefined) {
    const problem = `${failed.problem}; user ${user.userName} is not deleted: ${objection}`
    return await notRevoked(ports, lease, { ...failed, problem })
  }
  const why = `${failed.problem}; user ${user.userName} was deleted by its name`
  return { lease, how: 'deleted', why, at: now }
}

/** What main saved once it was issued proves it, whatever has become of the record. */
function wasIssued({ arn, expiresAt }: PostLease): boolean {
  return arn !== undefined || expiresAt !== undefined
}

/** AWS refused, did not answer, or no time is left: to go on without the record is of no use. */
function isOfAws(error: unknown): boolean {
  return isDaypassError(error) && /^aws-|^cancelled$/.test(error.code)
}

function placeOf(state: string): string {
  return isInBucket(state) ? 'the state' : 'the runner’s temporary directory'
}

function isInBucket(state: string): boolean {
  return state.startsWith('s3:')
}

function endingOf(result: EndResult): Pick<Ending, 'how' | 'why' | 'at' | 'isUnwanted'> {
  switch (result.status) {
    case 'revoked':
      return { how: 'revoked', why: leftOf(result), at: result.at }
    case 'ended':
      return {
        how: result.outcome === 'never-issued' ? 'never issued' : 'ended',
        why: leftOf(result),
        at: result.at,
      }
    case 'pending':
      return { how: 'pending', why: result.reason }
    case 'ends_at':
      return { how: 'kept', why: result.reason, isUnwanted: true }
  }
}

function leftOf({
  left,
  unrecorded,
}: {
  readonly left?: DaypassError
  readonly unrecorded?: DaypassError
}): string {
  if (unrecorded !== undefined) return `on no record: ${postLine(unrecorded)}`
  return left === undefined ? '' : `not removed from the state: ${postLine(left)}`
}

async function notRevoked(ports: Ports, lease: PostLease, failed: Failed): Promise<Ending> {
  const why = `${failed.problem}; ${await nextAttempt(ports, lease, failed)}`
  return { lease, how: 'not revoked', why }
}

/** Who tries next: the sweep does so only where this attempt is on record, and otherwise when the lease ends. */
async function nextAttempt(
  ports: Ports,
  lease: PostLease,
  { state, isGone, late }: Failed,
): Promise<string> {
  const user = userOf(lease, ports.clock.now())
  if (user !== undefined && (isGone || !isInBucket(state)))
    return `no sweep knows of it: delete user ${user.userName} in IAM`
  if (isGone) return 'nobody can revoke it any more, and it ends by itself'
  if (!isInBucket(state))
    return 'no sweep can reach it, since its record is in the runner’s temporary directory'
  return (await isRevoking(ports, lease.id, late))
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
  } catch {
    return false
  }
}
