import type { KeptUser } from '../keys/key-ring.ts'

/** An IAM user that exists, and whose key daypass rotates. Fields are named as in Vault's `static-roles/:name`. */
export interface StaticRole {
  readonly name: string
  readonly description?: string
  /** The user in IAM. */
  readonly username: string
  /** Seconds. */
  readonly rotation_period: number
  /** Seconds that a key still works after it was replaced. */
  readonly grace_period: number
  /** In the user's account, where that is another: assumed for all that is asked of IAM. */
  readonly assume_role_arn?: string
  readonly assume_role_session_name?: string
  readonly external_id?: string
}

/** A static role with the keys of its user. */
export interface KeptStaticRole extends KeptUser {
  readonly role: StaticRole
}
