import type { DaypassError } from '../errors.ts'

/** What a revocation reached. */
export type Revocation =
  /**
   * AWS refuses the credentials, or will as soon as IAM has spread the change. `unrecorded` says why the store does not know
   * of the deny, if it does not: nobody looks after it.
   */
  | { readonly status: 'revoked'; readonly unrecorded?: DaypassError }
  /** Not done, or not known to be: left to a later sweep, from a time on where something has to pass first. */
  | { readonly status: 'pending'; readonly reason: string; readonly lookAgainAt?: Date }
  /** They cannot be taken back now and work until they expire. */
  | { readonly status: 'ends_at'; readonly reason: string }
