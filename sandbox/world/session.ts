import type { NamedPolicy } from '../../core/policy/decision.ts'
import type { Tags } from './entities.ts'

/** What STS issued. Sessions take hold at once; they end by their time or with their principal. */
export interface StsSession {
  readonly kind: 'role-session' | 'federated-user' | 'user-session'
  readonly accountId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly token: string
  /** ARN as GetCallerIdentity tells it. */
  readonly arn: string
  /** `aws:userid`. */
  readonly userId: string
  /** Session name, federated name or user name. */
  readonly name: string
  /** Name of the role or user behind it. */
  readonly principalName: string
  /** Unique id of the role or user behind it: one of the same name made later is another one. */
  readonly principalId: string
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** Inline session policy. */
  readonly policy?: NamedPolicy
  /** Managed session policies; read when used. */
  readonly policyArns: readonly string[]
  readonly tags: Tags
  readonly transitiveTagKeys: readonly string[]
  readonly sourceIdentity?: string
  readonly mfaAt?: Date
  /** The identity provider of a web identity session. */
  readonly federatedProvider?: string
}
