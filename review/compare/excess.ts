import type { Grant } from '../access/grants.ts'
import type { ActionSet } from '../actions/action-set.ts'

/** Actions of a grant that the other side is not known to allow as far, and why. */
export type Excess =
  | { readonly kind: 'reach'; readonly grant: Grant; readonly actions: ActionSet }
  | {
      readonly kind: 'condition' | 'deny'
      readonly grant: Grant
      readonly actions: ActionSet
      /** The grant of the other side that is stricter, or its deny. */
      readonly against: Grant
    }
