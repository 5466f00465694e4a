/**
 * Which rules of ARNs hold: AWS's own, or those of a server behind a custom endpoint (Ceph's RGW leaves
 * the account out: `arn:aws:iam:::role/x`).
 */
export type Dialect = 'aws' | 'custom-endpoint'

/** Where a role's definition comes from. */
export interface RoleOrigin {
  /** File, object key or address, for messages. */
  readonly file: string
  /** The role's name unless the definition says otherwise: the file's name without its ending. */
  readonly name: string
  readonly dialect: Dialect
}
