import { secondsAfter } from '../clock.ts'
import { CONSOLE_SECONDS_MAX, SESSION_SECONDS_MAX, SKEW_SECONDS } from '../lease/session-limits.ts'
import type { DenyEntry, DenyTarget } from './deny-entry.ts'

/** A deny policy in IAM, or one that a process has begun to write. */
export interface DenyPolicy {
  readonly name: string
  readonly kind: 'inline' | 'managed'
  readonly entries: readonly DenyEntry[]
  /** When IAM acknowledged it; absent while that is unknown. */
  readonly acknowledgedAt?: Date
  /** Since when it is known that somebody removed it from IAM; absent once IAM has acknowledged it again. */
  readonly missingSince?: Date
  /** When its entries were acknowledged elsewhere; it may be removed some time after. */
  readonly supersededAt?: Date
}

/**
 * What is known of the deny policies of one target. It is the only record of them: IAM is only
 * asked whether they are still there, because its reads are stale and its writes have no conditions. The writer's mark only saves IAM
 * writes; safety rests on policies adding up and names being used once.
 */
export interface DenyLedger {
  readonly target: DenyTarget
  readonly policies: readonly DenyPolicy[]
  /** Who is writing, and until when others leave it alone. */
  readonly writer?: { readonly id: string; readonly until: Date }
  /** When IAM first said that the target itself is not there; absent once it was seen again. */
  readonly goneSince?: Date
}

/**
 * How long IAM may answer as if a change had not happened, or not apply it: AWS speaks of a few minutes (IAM User Guide,
 * troubleshoot_general, "Changes that I make are not always immediately visible").
 */
export const IAM_LAG_SECONDS = 300

/**
 * How long the name of a dead writer stays on the list before it is removed for the last time: a request of it may still
 * be on the way, as long as AWS takes its signature.
 */
export const LEFTOVER_SECONDS = 3600

/** How long a session's entry stays after its end, for clocks that differ. */
export const AFTERLIFE_SECONDS = 60

/** How long a writer has before another may step in. Safety does not rest on it. */
export const WRITER_SECONDS = 30

/** Whether somebody is writing. A mark that reaches further than any writer sets it is not believed. */
export function isBeingWritten({ writer }: DenyLedger, now: Date): boolean {
  return (
    writer !== undefined &&
    writer.until > now &&
    writer.until <= secondsAfter(now, WRITER_SECONDS + SKEW_SECONDS)
  )
}

/** Whether an entry says of its session that it ends later than AWS lets any end, in the console too: it denies nothing that is. */
export function isIncredible(entry: DenyEntry, now: Date): boolean {
  const secondsMax = SESSION_SECONDS_MAX + CONSOLE_SECONDS_MAX + SKEW_SECONDS
  return entry.until > secondsAfter(now, secondsMax)
}

/** A ledger without policies. */
export function emptyLedger(target: DenyTarget): DenyLedger {
  return { target, policies: [] }
}

/** Since when IAM has a deny for an entry; undefined when no acknowledged policy names it. */
export function deniedSince(ledger: DenyLedger | undefined, name: string): Date | undefined {
  const holding = ledger?.policies.find(
    (policy) =>
      policy.acknowledgedAt !== undefined && policy.entries.some((entry) => entry.name === name),
  )
  return holding?.acknowledgedAt
}

/**
 * Whether an entry's session has surely ended.
 *
 * @param now - the servers' time; while that is not known nothing is over.
 */
export function isOver(entry: DenyEntry, now: Date | undefined): boolean {
  return now !== undefined && secondsAfter(entry.until, AFTERLIFE_SECONDS) <= now
}

/** The policies that may be removed by the servers' time: all their sessions are over, or newer ones have surely taken hold. */
export function removable(ledger: DenyLedger, now: Date | undefined): readonly DenyPolicy[] {
  if (now === undefined) return []
  return ledger.policies.filter((policy) => isRemovable(policy, now))
}

/** Whether one policy may be removed, as in {@link removable}. */
export function isRemovable(
  { entries, acknowledgedAt, missingSince, supersededAt }: DenyPolicy,
  now: Date,
): boolean {
  const hasPassed = (since: Date | undefined, seconds: number) =>
    since !== undefined && secondsAfter(since, seconds) <= now
  // What a dead writer may have left.
  if (entries.length === 0) return hasPassed(supersededAt, LEFTOVER_SECONDS)
  // IAM may say of a younger one that it is not there, and show it later; and who writes one again may do so late.
  const isSettled =
    (acknowledgedAt === undefined || hasPassed(acknowledgedAt, IAM_LAG_SECONDS)) &&
    (missingSince === undefined || hasPassed(missingSince, LEFTOVER_SECONDS))
  const areOver = entries.every((entry) => isOver(entry, now))
  return (areOver && isSettled) || hasPassed(supersededAt, IAM_LAG_SECONDS)
}
