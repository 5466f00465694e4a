import type { Place } from '../../core/place.ts'
import type { AccessLevel } from '../actions/action-table.ts'
import type { SourcedStatement, UnreadPolicy } from './role-access.ts'

/** Actions of one service on one access level. */
export interface ActionGroup {
  /** Prefix of the service, such as `s3`. */
  readonly service: string
  /** `unknown` for actions that the action table does not have. */
  readonly level: AccessLevel | 'unknown'
  /** Full names in AWS's case, such as `s3:GetObject`; sorted. */
  readonly actions: readonly string[]
}

/** A request that one side allows and the other does not. */
export interface Witness {
  /** Full name. */
  readonly action: string
  readonly resource: string
  /** Condition keys in lower case; what is not here is not in the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>
}

/** Resources that actions reach on one side of a comparison and not on the other. */
export interface ReachChange {
  /** Full names, sorted; all of them were and are allowed on something. */
  readonly actions: readonly string[]
  /** `Resource` entries (or `everything but …` of `NotResource`) that this side reaches and the other does not. */
  readonly resources: readonly string[]
  /** What the other side reaches with these actions. */
  readonly instead: readonly string[]
  /** What shows it. Without one, no way was found to decide it, and the text must say so. */
  readonly witness?: Witness
  /** The place of the statement on the side that reaches further. */
  readonly place: Place
}

/** A condition that narrowed something on one side and is gone or looser on the other. */
export interface ConditionChange {
  /** Full names of the actions it narrowed, sorted. */
  readonly actions: readonly string[]
  /** The stricter condition, as text: `StringEquals aws:RequestedRegion eu-west-1`. */
  readonly stricter: string
  /** What stands in its place; absent when nothing does. */
  readonly looser?: string
  /** What alone changed, where the same conditions have other values: `aws:RequestedRegion may also be us-east-1 (…)`. */
  readonly difference?: string
  readonly witness?: Witness
  /** The place of the looser statement. */
  readonly place: Place
}

/** A deny that one side has and the other has not, or narrower, and that would have forbidden something. */
export interface DenyChange {
  /** Full names of the actions that are no longer forbidden, sorted. */
  readonly actions: readonly string[]
  /** The deny as text: its resources and conditions. */
  readonly deny: string
  readonly witness?: Witness
  /** The place of the deny, on the side that has it. */
  readonly place: Place
}

/** An entry with wildcards that matches more than the other side's entries do, now or with AWS's future actions. */
export interface WildcardChange {
  /** The entry as written, such as `s3:Get*`; `everything but …` for `NotAction`. */
  readonly pattern: string
  /** How many actions it matches today, by the action table. */
  readonly matchesNow: number
  /** How many of these the other side did not allow at all. */
  readonly newNow: number
  readonly place: Place
}

/** What one direction of a comparison found: read it as "the one side may, the other may not". */
export interface AccessDifference {
  /** Actions allowed on something by this side, and on nothing by the other. */
  readonly actions: readonly ActionGroup[]
  readonly reach: readonly ReachChange[]
  /** Conditions of the other side that this side has not. */
  readonly conditions: readonly ConditionChange[]
  /** Denies of the other side that this side has not. */
  readonly denies: readonly DenyChange[]
  readonly wildcards: readonly WildcardChange[]
  /** Managed policies and groups of this side alone, whose contents are not known. */
  readonly unread: readonly UnreadPolicy[]
  /** Whether no session policy limits sessions of this side, and one does on the other: what they gain is not listed. */
  readonly isUnlimited: boolean
  /** The allows of this side that let through something the other side does not. */
  readonly sources: readonly SourcedStatement[]
}

/** How rights changed. */
export interface AccessChange {
  readonly gained: AccessDifference
  readonly lost: AccessDifference
  /** What this comparison could not see, as sentences: policies that are not read, what could not be decided. */
  readonly notSeen: readonly string[]
}
