import type { ActionTable } from '../actions/action-table.ts'
import type { Comparison, RoleComparison } from '../model/comparison.ts'
import type { Place } from '../../core/place.ts'
import type { Severity } from '../model/judgement.ts'
import type { SourcedStatement } from '../model/role-access.ts'
import type { CodeOwners } from './code-owners.ts'
import type { Guardrail } from './guardrails/guardrail.ts'
import type { RoleView } from './role-view.ts'

/** What a rule is, for those who read its findings. */
export interface RuleText {
  /** Three letters of its family and a number, such as `ACC011`. Never given to another rule. */
  readonly id: string
  /** The same for people, such as `star-resource-restrictable`. */
  readonly name: string
  /** How much its findings weigh, unless the guardrail file says otherwise. */
  readonly severity: Severity
  /** One sentence fragment: what it finds. */
  readonly title: string
  /** Why that matters, as one sentence fragment. */
  readonly why: string
  /** What to do, unless a finding knows better. */
  readonly cure: string
  /** A page to read on. */
  readonly docs?: string
  /** Whether a comment in the role's file may waive its findings. Guardrails are not the role's to waive. */
  readonly isWaivable: boolean
}

/** A rule found something. */
export interface Observation {
  readonly kind: 'found'
  /** What it is about, without places: what makes the finding the same finding when lines move. */
  readonly subject: string
  readonly reason: string
  /** Absent where the rule's own cure fits. */
  readonly cure?: string
  readonly place: Place
  /** Where it weighs otherwise than the rule does. */
  readonly severity?: Severity
  /** By how many steps circumstances, such as a condition, make it weigh less; never below `note`. */
  readonly lowerBy?: number
  /** Absent where the kind of the rule decides. */
  readonly isNew?: boolean
  /** The statement that grants what it is about: it is new only if that grants more than the old definition did. */
  readonly granted?: SourcedStatement
  /** Whom it is about: it is new only if the old definition did not let them all in, or if they may do more now. */
  readonly admitted?: { readonly subject: string; readonly isAboutRights: boolean }
}

/** A rule could not look, or not at everything. */
export interface Unseen {
  readonly kind: 'unseen'
  /** Why, as one clause. */
  readonly reason: string
}

/** What a rule says about one role. */
export type RuleOutcome = Observation | Unseen

/** What a rule says about everything that was compared. */
export type SetOutcome =
  Unseen | (Observation & { readonly role?: string; readonly isNew: boolean })

/** What all rules get beside what they look at. */
export interface RuleContext {
  readonly table: ActionTable
  readonly now: Date
  /** Absent when the organisation has none. */
  readonly guardrail?: Guardrail
  /** Absent when there is no CODEOWNERS file. */
  readonly codeOwners?: CodeOwners
  /** Whether the change touches the guardrail file; undefined when nobody looked. */
  readonly isGuardrailChanged?: boolean
}

/** A role before and after. */
export interface RoleChange {
  readonly comparison: RoleComparison
  readonly before?: RoleView
  readonly after?: RoleView
}

/** Looks at a role as it is; what the old definition has as well is not new. */
export interface StateRule extends RuleText {
  readonly looksAt: 'role'
  readonly check: (role: RoleView, context: RuleContext) => readonly RuleOutcome[]
}

/** Looks at what has become of a role; all it finds is new. */
export interface ChangeRule extends RuleText {
  readonly looksAt: 'change'
  readonly check: (change: RoleChange, context: RuleContext) => readonly RuleOutcome[]
}

/** Looks at everything at once, unreadable files among it. */
export interface SetRule extends RuleText {
  readonly looksAt: 'set'
  readonly check: (comparison: Comparison, context: RuleContext) => readonly SetOutcome[]
}

/** One row of the rule table. */
export type Rule = StateRule | ChangeRule | SetRule

/** Something was found. */
export function found(observation: Omit<Observation, 'kind'>): Observation {
  return { kind: 'found', ...observation }
}

/** Something was not looked at. */
export function unseen(reason: string): Unseen {
  return { kind: 'unseen', reason }
}

/** A few of many words: `a, b, c and 4 more`. */
export function few(words: readonly string[], shown = 5): string {
  const rest = words.length - shown
  if (rest > 0) return `${words.slice(0, shown).join(', ')} and ${rest} more`
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
