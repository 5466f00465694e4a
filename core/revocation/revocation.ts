/** What a revocation reached. */
export type Revocation =
  /** AWS refuses the credentials, or will as soon as IAM has spread the change. */
  | { readonly status: 'revoked' }
  /** Not done, or not known to be: left to a later sweep, from a time on where something has to pass first. */
  | { readonly status: 'pending'; readonly reason: string; readonly lookAgainAt?: Date }
  /** They cannot be taken back now and work until they expire. */
  | { readonly status: 'ends_at'; readonly reason: string }
