/**
 * A policy as IAM understands it, whichever of the allowed spellings it was written in: everything
 * that may be one or many is a list, every condition value is text.
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export interface PolicyDocument {
  /** `2012-10-17` or `2008-10-17`. Without the first, `${…}` is plain text. */
  readonly Version?: string
  readonly Id?: string
  readonly Statement: readonly Statement[]
}

/** One statement of a {@link PolicyDocument}. */
export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: readonly string[]
  readonly NotAction?: readonly string[]
  /**
   * Absent in trust policies, and in resource policies that mean the resource they are attached to.
   */
  readonly Resource?: readonly string[]
  readonly NotResource?: readonly string[]
  readonly Principal?: Principals
  readonly NotPrincipal?: Principals
  readonly Condition?: Conditions
}

/** Everybody, or lists by kind: `AWS`, `Federated`, `Service`, `CanonicalUser`. */
export type Principals = '*' | Readonly<Record<string, readonly string[]>>

/**
 * Operator → condition key → values. Operator names are in AWS's own case after
 * `readPolicyDocument`.
 */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** Where a policy is attached, which decides what it must and must not contain. */
export type PolicyKind = 'identity' | 'session' | 'resource' | 'trust'
