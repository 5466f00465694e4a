import { serversTime, wholeSecond } from '../clock.ts'
import { defined } from '../language/defined.ts'
import { DaypassError, isDaypassError, isStoreFault } from '../errors.ts'
import {
  type EndReason,
  type EndedLease,
  type LiveLease,
  type Outcome,
  type RevokingLease,
  STUCK_AFTER_ATTEMPTS,
  claim,
  end,
  lookAgain,
  makerEndsAt,
  postpone,
  unclaim,
} from './lease.ts'
import type { DueEntry, StoredLease } from './lease-store.ts'
import { learnTime } from '../learn-time.ts'
import type { Ports } from '../ports.ts'
import type { Revocation } from '../revocation/revocation.ts'
import { revokeCredentials } from '../revocation/revoke-credentials.ts'
import type { CallOptions } from '../call-options.ts'

/**
 * What ending a lease came to. The words are the truth: `revoked` is only said of credentials that AWS now refuses. `left`
 * says why what is over could not be removed from the state, where every sweep meets it again; `unrecorded`, why the state
 * knows nothing of a revocation.
 */
export type EndResult =
  | {
      readonly status: 'revoked'
      readonly at: Date
      readonly left?: DaypassError
      readonly unrecorded?: DaypassError
    }
  /** It was over, by itself or by somebody else; `recorded` says whether this call wrote that down first. */
  | {
      readonly status: 'ended'
      readonly at: Date
      readonly outcome: Outcome
      readonly recorded: boolean
      readonly left?: DaypassError
    }
  /**
   * Another process is at it, or will be: a sweep with the rights that this one lacks; where something has to pass before
   * it can be known to be done, from a time on.
   */
  | { readonly status: 'pending'; readonly reason: string; readonly lookAgainAt?: Date }
  /** It cannot be taken back and ends by itself. */
  | { readonly status: 'ends_at'; readonly at: Date; readonly reason: string }

/** What a finished end is called, by why it was begun. */
const OUTCOMES: Readonly<Record<EndReason, Outcome>> = {
  requested: 'revoked',
  expired: 'expired',
  abandoned: 'never-issued',
  failed: 'never-issued',
}

/**
 * Ends a live lease: claims it where that is needed, takes the credentials back, records the end. If AWS refuses or does not
 * answer, the lease stays on the list for a later attempt and the error is thrown; if AWS throttles or the caller stops it, that
 * was no attempt, and the lease is left as it was. A store that takes no writes keeps no credentials alive. If the process dies,
 * the claim runs out after two minutes and the sweep goes on from the start; every step may be repeated.
 *
 * @param sweptEntry - the due entry that led here, if one did: it serves until the end and then goes.
 */
export async function endLease(
  ports: Ports,
  found: StoredLease,
  reason: EndReason,
  options: CallOptions & { sweptEntry?: DueEntry } = {},
): Promise<EndResult> {
  const now = ports.clock.now()
  if (await hasEndedByItself(ports, found.lease, options)) {
    // Whoever is still issuing it, by a clock that was wrong, finds another version than its own from here on.
    await ports.leases.replace(found, claim(found.lease, 'expired', now), { keepDue: true })
    return await recordEnd(ports, found.lease, 'expired', options.sweptEntry)
  }
  await requireWay(ports, found, reason)
  const mine = claim(found.lease, reason, now)
  const claimed = await claimIt(ports, found, mine, options.sweptEntry)
  const stale = dueEntries(found.lease, options.sweptEntry)
  let unrecorded: DaypassError | undefined
  try {
    const revocation = whileMaking(
      ports,
      claimed.lease,
      await revokeCredentials(ports.revocation, claimed.lease, options),
    )
    if (revocation.status === 'revoked') unrecorded = revocation.unrecorded
    if (revocation.status !== 'revoked') {
      const { status, reason: why } = revocation
      const lookAgainAt = status === 'pending' ? revocation.lookAgainAt : undefined
      await putBack(ports, claimed, later(ports, claimed.lease, { why, lookAgainAt }), stale)
      return status === 'pending'
        ? { status, reason: why, ...defined({ lookAgainAt }) }
        : { status, at: claimed.lease.expiresAt, reason: why }
    }
  } catch (error) {
    const next = wasNoTry(error, options)
      ? unclaim(claimed.lease, found.lease, ports.clock.now())
      : later(ports, claimed.lease, { why: describe(error) })
    await putBack(ports, claimed, next, stale)
    throw error
  }
  try {
    const { lease } = claimed
    const ended = await recordEnd(ports, lease, lease.reason, options.sweptEntry, stale)
    return ended.status === 'revoked' ? { ...ended, ...defined({ unrecorded }) } : ended
  } catch (error) {
    if (!isOfStore(error)) throw error
    return { status: 'revoked', at: ports.clock.now(), unrecorded: error }
  }
}

/**
 * Denying a session may be done by any number at once, so it needs no claim; deleting a user takes one, and goes on without
 * where the store takes none.
 */
async function claimIt(
  ports: Ports,
  found: StoredLease,
  mine: RevokingLease,
  sweptEntry: DueEntry | undefined,
): Promise<StoredLease<RevokingLease>> {
  const unclaimed = { lease: mine, version: found.version }
  if (found.lease.principal.type !== 'iam_user') return unclaimed
  try {
    return await ports.leases.replace(found, mine, { keepDue: sweptEntry !== undefined })
  } catch (error) {
    if (!isOfStore(error)) throw error
    return unclaimed
  }
}

/** Whether a write of the lease store failed, or its outcome is unknown; a conflict says that others are at it. */
function isOfStore(error: unknown): error is DaypassError {
  return isStoreFault(error) || isDaypassError(error, 'outcome-unknown')
}

/**
 * Who has no way into the account of a user leaves its lease as it is, due at once for whoever has one. That somebody
 * asked for its end is written down.
 *
 * @throws `aws-denied`.
 */
async function requireWay(ports: Ports, found: StoredLease, reason: EndReason): Promise<void> {
  const { lease } = found
  if (lease.principal.type !== 'iam_user') return
  const { userName, account, accountRoleArn } = lease.principal
  try {
    await ports.revocation.users.requireWay({ userName, account, accountRoleArn })
  } catch (error) {
    if (reason === 'requested' && lease.status === 'active') {
      const now = ports.clock.now()
      const asked = lookAgain(claim(lease, reason, now), describe(error), wholeSecond(now))
      await ports.leases.replace(found, asked)
    }
    throw error
  }
}

/** What is gone while its maker may live may be made once more: a request may land late, or be sent again. */
function whileMaking({ clock }: Ports, lease: LiveLease, revocation: Revocation): Revocation {
  const lookAgainAt = makerEndsAt(lease)
  if (revocation.status !== 'revoked' || lookAgainAt === undefined) return revocation
  const now = serversTime(clock)
  if (now !== undefined && lookAgainAt <= now) return revocation
  const until = lookAgainAt.toISOString()
  const reason = `a request for its user may still reach AWS until ${until}, when it is looked at again`
  return { status: 'pending', reason, lookAgainAt }
}

/** A session that has expired needs nothing from AWS; a user lives on until it is deleted. */
async function hasEndedByItself(
  ports: Ports,
  { principal, expiresAt }: LiveLease,
  options: CallOptions,
): Promise<boolean> {
  if (principal.type === 'iam_user' || ports.clock.now() < expiresAt) return false
  const now = await learnTime(ports, options)
  return now !== undefined && expiresAt <= now
}

/** Records the end of a lease whose credentials are gone, and what that is called. Safe to repeat. */
export async function recordEnd(
  ports: Ports,
  lease: LiveLease,
  reason: EndReason,
  sweptEntry?: DueEntry,
  stale: readonly DueEntry[] = [],
): Promise<EndResult> {
  const ended: EndedLease = end(lease, OUTCOMES[reason], reason, ports.clock.now())
  const due = [...stale, ...dueEntries(lease, sweptEntry)]
  const { isFirst, ...left } = await ports.leases.end(lease, ended, due)
  return isFirst && reason !== 'expired'
    ? { status: 'revoked', at: ended.endedAt, ...left }
    : { status: 'ended', at: ended.endedAt, outcome: ended.outcome, recorded: isFirst, ...left }
}

/** Whether a failure says nothing of AWS's answer to this lease. */
function wasNoTry(error: unknown, { signal }: CallOptions): boolean {
  return signal?.aborted === true || isDaypassError(error, 'aws-throttled')
}

function later(
  { clock }: Ports,
  lease: RevokingLease,
  { why, lookAgainAt }: { readonly why: string; readonly lookAgainAt?: Date | undefined },
): RevokingLease {
  return lookAgainAt === undefined
    ? postpone(lease, why, clock.now())
    : lookAgain(lease, why, wholeSecond(lookAgainAt))
}

/** Leaves the lease to a later attempt. Best effort: where even this fails, the claim runs out by itself. */
async function putBack(
  ports: Ports,
  claimed: StoredLease<RevokingLease>,
  next: LiveLease,
  stale: readonly DueEntry[],
): Promise<void> {
  try {
    await ports.leases.replace(claimed, next)
    if (next.status === 'revoking' && next.attempts >= STUCK_AFTER_ATTEMPTS)
      await ports.leases.markStuck(next.id)
    const past = [...stale, ...dueEntries(claimed.lease)]
    await ports.leases.dropDue(
      past.filter((entry) => entry.dueAt.getTime() !== next.dueAt.getTime()),
    )
  } catch (storeError) {
    if (!(storeError instanceof DaypassError)) throw storeError
  }
}

/** Every entry of the index that may stand for a lease. */
function dueEntries(lease: LiveLease, swept?: DueEntry): readonly DueEntry[] {
  const { id, dueAt, expiresAt } = lease
  return [{ id, dueAt }, { id, dueAt: expiresAt }, ...(swept === undefined ? [] : [swept])]
}

function describe(error: unknown): string {
  return isDaypassError(error)
    ? `${error.code}: ${error.message}`.slice(0, 500)
    : 'unexpected error'
}
