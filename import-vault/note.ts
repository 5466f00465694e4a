/**
 * What became of something that Vault has: taken over in another way, left out because it has no effect, left out because
 * there is no place for it, or left to a person.
 */
export interface Note {
  readonly kind: 'changed' | 'dropped' | 'no place' | 'fill in'
  readonly field: string
  /** Without a full stop; no secret. */
  readonly message: string
}
