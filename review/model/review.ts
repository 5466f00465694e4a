import type { Comparison, ReviewVerdict } from './comparison.ts'
import type { Judgement } from './judgement.ts'

/** How many leases of a role live under its old definition. */
export interface LiveLeases {
  readonly role: string
  readonly count: number
  /** When the last of them ends. */
  readonly lastEndsAt?: Date
}

/** Everything a review found: the one source of every format. */
export interface Review extends Comparison, Judgement {
  /** The widest of all roles. */
  readonly verdict: ReviewVerdict
  /** How many findings block. */
  readonly blocking: number
  readonly counts: {
    readonly wider: number
    readonly narrower: number
    /** Of the wider ones, those that are narrower as well. */
    readonly mixed: number
    readonly sameAccess: number
    /** Files of either side that are no roles, so that nothing was compared. */
    readonly notCompared: number
  }
  /** The day of the action table, `2026-09-26`. */
  readonly actionTableDate: string
  /** What was compared, as the caller named it: revisions, folders, a plan. */
  readonly compared?: { readonly base: string; readonly head: string }
  /** Absent when no state was read. */
  readonly liveLeases?: readonly LiveLeases[]
}
