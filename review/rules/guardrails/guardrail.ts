import type { PolicyDocument } from '../../../core/policy/policy.ts'
import type { Severity, Waiver } from '../../model/judgement.ts'

/**
 * What no role may exceed, and how much each rule weighs: an organisation's own file beside the roles, under other
 * owners than they. Read by `readGuardrail`.
 */
export interface Guardrail {
  /** Its name, for messages. */
  readonly file: string
  /** By id of a rule; `off` silences it. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  /** Nothing beyond what it allows may be in a role (GRD003). */
  readonly referencePolicy?: PolicyDocument
  /** Entries of `Action` that no role may be allowed (GRD006). */
  readonly forbiddenActions: readonly string[]
  /** Seconds; no role's longest lease may be longer (TTL002). */
  readonly longestTtlSeconds?: number
  /** ARNs of policies, one of which must be the boundary of every `iam_user` (GRD001); empty where any will do. */
  readonly requiredBoundaries: readonly string[]
  /** Who may be the `owner` of a role (GRD004); empty where anyone may. */
  readonly owners: readonly string[]
  /** The organisation's accounts: a role of any other needs an external id (TRU012). */
  readonly accounts: readonly string[]
  /** ARNs that are daypass's own or the audit trail's: its bucket, its key, its roles (ESC006). */
  readonly protectedResources: readonly string[]
  /** What its owners agreed to, by the role's name. */
  readonly waivers: readonly RoleWaiver[]
}

/** A waiver of the guardrail file. */
export interface RoleWaiver {
  readonly role: string
  readonly waiver: Waiver
}

/** What a file that says nothing says. */
export const NO_LIMITS: Omit<Guardrail, 'file'> = {
  severities: {},
  forbiddenActions: [],
  requiredBoundaries: [],
  owners: [],
  accounts: [],
  protectedResources: [],
  waivers: [],
}
