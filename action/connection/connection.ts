import type { RevocationMode } from '../../core/revocation/ports.ts'
import type { Identity, LastingTokenSource } from '../identity/identity.ts'
import type { AwsReach } from '../inputs/settings.ts'

/**
 * All that leads to AWS and the state, as whom, and how: what main works with, and what it leaves to post, whose own
 * inputs and environment may be somebody else's by then.
 */
export interface ConnectionSettings extends AwsReach {
  /** A state URL. */
  readonly state: string
  /** Whether the state is on the runner, and ends with the job. */
  readonly isPassing: boolean
  readonly identity: Identity
  /** Roles are taken directly with this token, where there is one. */
  readonly directToken: LastingTokenSource | undefined
  readonly revocation: RevocationMode
  readonly revokerRoleArns: readonly string[]
  /** Whether others may write where the state lies. */
  readonly allowSharedDirectory: boolean
  /** The `AWS_*` variables that steer the SDK, see `identity/ambient.ts`. */
  readonly variables: Readonly<Record<string, string>>
}
