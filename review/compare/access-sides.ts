import type { Grants } from '../access/grants.ts'
import type { ActionScope } from '../actions/action-scope.ts'
import type { ActionSet } from '../actions/action-set.ts'
import type { ReviewedRole } from '../model/role-set.ts'

/** One side of a comparison. */
export interface AccessSide {
  readonly role: ReviewedRole | undefined
  readonly grants: Grants
  /** All actions that are allowed on something. */
  readonly actions: ActionSet
}

/** Two sides, to say what the one may do and the other may not. */
export interface AccessSides {
  readonly one: AccessSide
  readonly other: AccessSide
  readonly scope: ActionScope
}
