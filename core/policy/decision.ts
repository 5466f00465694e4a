import type { PolicyDocument } from './policy.ts'
import type { RequestPrincipal } from './principals.ts'

/** One call, as AWS sees it when it decides. */
export interface AccessRequest {
  /** `service:Name`, in any case. */
  readonly action: string
  /** The ARN of what is touched, or `*` for an action without a resource. */
  readonly resource: string
  /**
   * Condition keys and their values; the case of a key does not matter. A list is a key with
   * several values, which only `ForAllValues:` and `ForAnyValue:` can look at, even when it holds
   * just one.
   */
  readonly context: Readonly<Record<string, string | readonly string[]>>
  readonly principal: RequestPrincipal
}

/** A policy and what to call it in a {@link Decision}. */
export interface NamedPolicy {
  readonly name: string
  readonly document: PolicyDocument
}

/** Every policy that has a say about one call. */
export interface PolicySet {
  /**
   * Of the user with its groups, or of the role. Root, services, web identities and nobody have
   * none.
   */
  readonly identity: readonly NamedPolicy[]
  readonly boundary?: NamedPolicy
  /**
   * Inline and managed session policies, together. Absent: none were passed. Empty: nothing is
   * allowed.
   */
  readonly session?: readonly NamedPolicy[]
  /** Of the resource; for AssumeRole, the trust policy of the role. */
  readonly resource?: NamedPolicy
  /** Whose the resource is. Absent: the account of the one who asks. */
  readonly resourceAccountId?: string
}

/** The kinds of policy that take part in a decision. */
export type PolicyLayer = 'identity' | 'boundary' | 'session' | 'resource'

/** The statement that decided. */
export interface DecidingStatement {
  readonly policy: string
  readonly layer: PolicyLayer
  /** Counts from 0. */
  readonly statementIndex: number
  readonly sid?: string
}

/** Whether a call may go ahead, and why. */
export interface Decision {
  readonly decision: 'allowed' | 'explicit-deny' | 'implicit-deny'
  /**
   * Of a deny, the statement that denies; of an allow, one that allows. Absent where no statement
   * was needed.
   */
  readonly decidedBy?: DecidingStatement
  /** Of an implicit deny: the first kind of policy that had to allow and did not. */
  readonly missing?: PolicyLayer
}
