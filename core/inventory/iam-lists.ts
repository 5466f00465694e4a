import type { CallOptions } from '../call-options.ts'
import type { ListedKey } from '../keys/ports.ts'

/** Something in IAM, as a list shows it. */
export interface ListedThing {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly createdAt: Date
}

/** A user as it is when it is asked for by itself: lists say nothing of tags. */
export interface UserDetails extends ListedThing {
  /** Whose lease it is of, by its tag. */
  readonly leaseTag: string | undefined
  /** Which store its lease is in, by its tag; users of versions before that tag have none. */
  readonly storeTag: string | undefined
  /** Undefined without the right to list them. */
  readonly keys: readonly ListedKey[] | undefined
}

/**
 * What IAM says that there is in the account of whoever daypass runs as. Read page by page, at most a thousand things a
 * request; IAM may be some minutes behind.
 *
 * All methods throw `aws-denied` without the right, `aws-throttled`, `aws-unavailable`, `aws-credentials-missing`.
 */
export interface IamLists {
  /** Twelve digits; undefined where the endpoint does not tell. */
  account(options: CallOptions): Promise<string | undefined>
  /** All users, whoever made them. */
  users(options: CallOptions): Promise<readonly ListedThing[]>
  /** One user with its tags and keys; undefined where there is none. Whoever may not ask for it is told `aws-denied`. */
  user(name: string, options: CallOptions): Promise<UserDetails | undefined>
  /** The user that has a key, by its present name; undefined where nobody has. */
  holderOf(accessKeyId: string, options: CallOptions): Promise<string | undefined>
  /** The managed policies below daypass's path. */
  policies(options: CallOptions): Promise<readonly ListedThing[]>
  /** All roles, whoever made them. */
  roles(options: CallOptions): Promise<readonly ListedThing[]>
  /** Takes a managed policy off all that have it, and deletes it. What is gone already is done; may be repeated. */
  removePolicy(arn: string, options: CallOptions): Promise<void>
}
