import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/lease/lease-id.ts'

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The process that the provider runs in. */
export interface Surroundings {
  readonly env: Environment
  /** The directory of the configuration: Terraform starts providers there. */
  readonly directory: string
  readonly clock: Clock
  readonly random: Random
}

/** A variable; an empty one counts as absent, as for the AWS SDKs. */
export function variable(env: Environment, name: string): string | undefined {
  const value = env[name] ?? ''
  return value === '' ? undefined : value
}
