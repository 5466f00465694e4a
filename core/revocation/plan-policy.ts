import {
  type DenyLedger,
  type DenyPolicy,
  deniedSince,
  isOver,
  isIncredible,
} from './deny-ledger.ts'
import {
  INLINE_CHARACTERS_MAX,
  MANAGED_CHARACTERS_MAX,
  denyDocument,
  batches,
} from './deny-document.ts'
import type { DenyEntry } from './deny-entry.ts'

/** One policy to be written, and the ones whose live entries it takes over. */
export interface PolicyPlan {
  readonly kind: 'inline' | 'managed'
  readonly entries: readonly DenyEntry[]
  readonly supersedes: readonly string[]
}

/**
 * Shares of the room for inline policies, which the target's own policies need too: what daypass fills at
 * the most, counting policies that wait for removal; when small policies are folded into a list; and the
 * longest list that stays inline.
 */
const HARD_SHARE = 0.85
const SOFT_SHARE = 0.45
const LIST_SHARE = 0.3

/** Tombstones that no acknowledged policy names yet and whose sessions may live. */
export function unpublished(
  ledger: DenyLedger,
  tombstones: readonly DenyEntry[],
  now: Date | undefined,
): readonly DenyEntry[] {
  return tombstones.filter(
    (entry) =>
      !isOver(entry, now) &&
      !(now !== undefined && isIncredible(entry, now)) &&
      deniedSince(ledger, entry.name) === undefined,
  )
}

/**
 * The next policy to write for what waits: a small one of its own while there are few, a list of all the
 * small ones when they grow, a managed policy when the list does. What waits beyond one policy's size comes
 * in a later round.
 */
export function planPolicy(
  ledger: DenyLedger,
  waiting: readonly DenyEntry[],
  now: Date | undefined,
): PolicyPlan {
  const room = INLINE_CHARACTERS_MAX[ledger.target.kind]
  const inline = ledger.policies.filter(({ kind }) => kind === 'inline')
  const active = inline.filter(
    (policy) => policy.supersededAt === undefined && policy.acknowledgedAt !== undefined,
  )
  const used = sizeOf(inline)
  const own = denyDocument(waiting).length
  if (
    own <= room * SOFT_SHARE &&
    sizeOf(active) + own <= room * SOFT_SHARE &&
    used + own <= room * HARD_SHARE
  ) {
    return { kind: 'inline', entries: waiting, supersedes: [] }
  }
  const list = [...waiting, ...liveEntries(active, now)]
  const listSize = denyDocument(list).length
  if (listSize <= room * LIST_SHARE && used + listSize <= room * HARD_SHARE) {
    return { kind: 'inline', entries: list, supersedes: namesOf(active) }
  }
  return planManaged(ledger, waiting, active, now)
}

/** An inline policy for what waits, where no managed one can be had: IAM itself says whether there is room. */
export function planInline(ledger: DenyLedger, waiting: readonly DenyEntry[]): PolicyPlan {
  const [entries = []] = batches(waiting, INLINE_CHARACTERS_MAX[ledger.target.kind] * LIST_SHARE)
  return { kind: 'inline', entries, supersedes: [] }
}

/** A managed policy for what waits, topped up with whole policies that it can replace. */
export function planManaged(
  ledger: DenyLedger,
  waiting: readonly DenyEntry[],
  replaceable: readonly DenyPolicy[],
  now: Date | undefined,
): PolicyPlan {
  const [entries = []] = batches(waiting, MANAGED_CHARACTERS_MAX)
  const sparse = ledger.policies.filter(
    (policy) =>
      policy.kind === 'managed' &&
      policy.acknowledgedAt !== undefined &&
      policy.supersededAt === undefined &&
      denyDocument(liveEntries([policy], now)).length * 2 < MANAGED_CHARACTERS_MAX,
  )
  const taken: DenyPolicy[] = []
  for (const policy of [...replaceable, ...sparse]) {
    const all = [...entries, ...liveEntries([...taken, policy], now)]
    if (denyDocument(all).length <= MANAGED_CHARACTERS_MAX) taken.push(policy)
  }
  return {
    kind: 'managed',
    entries: [...entries, ...liveEntries(taken, now)],
    supersedes: namesOf(taken),
  }
}

function liveEntries(policies: readonly DenyPolicy[], now: Date | undefined): readonly DenyEntry[] {
  return policies.flatMap(({ entries }) => entries.filter((entry) => !isOver(entry, now)))
}

function sizeOf(policies: readonly DenyPolicy[]): number {
  return policies.reduce((sum, { entries }) => sum + denyDocument(entries).length, 0)
}

function namesOf(policies: readonly DenyPolicy[]): readonly string[] {
  return policies.map(({ name }) => name)
}
