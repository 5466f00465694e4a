import type { PolicyDocument, Statement } from '../../core/policy/policy.ts'
import type { FieldPath } from '../../core/role/field-finding.ts'

/** A statement of a policy that a role brings along. */
export interface SourcedStatement {
  readonly statement: Statement
  /** The policy it stands in: `policy_document`, or the ARN of a managed policy whose contents are known. */
  readonly policy: string
  /** Its index in that policy, from 0. */
  readonly index: number
  /** The path to point at in the role: the statement, or the entry of `policy_arns`. */
  readonly path: FieldPath
  /** Whether `${…}` in it are variables (only under version 2012-10-17). */
  readonly hasVariables: boolean
}

/** Something that has a say about a role's rights and that a review cannot read. */
export interface UnreadPolicy {
  readonly kind:
    | 'managed-policy'
    | 'group'
    | 'boundary'
    /** The AWS role or issuing user whose own rights a session begins with. */
    | 'principal'
    /** A field that Terraform knows only after it has applied. */
    | 'known-later'
  /** ARN, name of a group, or name of a field. */
  readonly name: string
  /** What it does to the rights that are known: `adds` may add (and deny), `limits` can only take away. */
  readonly effect: 'adds' | 'limits'
  readonly path: FieldPath
}

/** Tags that credentials have, which policies may ask about (`aws:PrincipalTag/…`). */
export interface PrincipalTags {
  /** By the condition key in lower case. */
  readonly values: Readonly<Record<string, string>>
  /** Keys that are known not to be there; of all others nobody knows. */
  readonly absent: readonly string[]
}

/** What a role may do, as far as its definition says. */
export interface RoleAccess {
  /**
   * `granted`: the statements are the rights themselves (`iam_user`).
   * `limit`: the rights are those of an AWS principal, and the statements say what is left of them
   * (`assumed_role`, `federation_token`, `session_token`).
   */
  readonly basis: 'granted' | 'limit'
  /**
   * No session policy limits the session: it may do all that its principal may. The statements are then one
   * made up here, which allows everything.
   */
  readonly isUnlimited: boolean
  readonly statements: readonly SourcedStatement[]
  /** The permissions boundary, if its contents are known: nothing beyond it is allowed. */
  readonly boundary?: { readonly name: string; readonly document: PolicyDocument }
  readonly unread: readonly UnreadPolicy[]
  /** The credentials' own. */
  readonly tags: PrincipalTags
}

/** No tags that anybody knows. */
export const NO_TAGS: PrincipalTags = { values: {}, absent: [] }
