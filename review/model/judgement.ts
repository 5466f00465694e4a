import type { Place } from '../../core/place.ts'
import type { Comparison } from './comparison.ts'

/** How much a finding weighs. */
export type Severity = 'error' | 'warning' | 'note'

/** A waiver in a role's file. */
export interface Waiver {
  /** Ids of rules, e.g. `ACC011`. */
  readonly rules: readonly string[]
  /** Absent for every finding of the rules in this role. */
  readonly fingerprint?: string
  readonly reason?: string
  /** From this time it waives nothing. */
  readonly until?: Date
  readonly place: Place
}

/** Something a rule has to say about a role. */
export interface Finding {
  /** Id of the rule, e.g. `ESC001`. */
  readonly rule: string
  readonly severity: Severity
  /** Name of the role; absent when it is about the whole set. */
  readonly role?: string
  /** What is wrong: one sentence fragment, lower case, no full stop. May quote text of the role. */
  readonly reason: string
  /** What to do about it, likewise. */
  readonly cure: string
  readonly place?: Place
  /** Stays the same however lines move; see `fingerprintOf`. */
  readonly fingerprint: string
  /** Whether the old definition has the same finding, by fingerprint. */
  readonly isNew: boolean
  /** The waiver that covers it. */
  readonly waiver?: Waiver
  /** Whether it stops the change: errors that are new and not waived. */
  readonly blocks: boolean
}

/** A rule that could not look, or not at everything. */
export interface RuleNotRun {
  readonly rule: string
  /** Absent for all roles. */
  readonly role?: string
  /** Why, as one clause. */
  readonly reason: string
}

/** What the rules have to say about a comparison. */
export interface Judgement {
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly notRun: readonly RuleNotRun[]
}

/** The rules, as a review calls them. */
export type Judge = (comparison: Comparison) => Judgement
