import type { Environment } from '../assembly/settings.ts'
import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/lease/lease-id.ts'

/** The process that the provider runs in. */
export interface Surroundings {
  readonly env: Environment
  /** The directory of the configuration: Terraform starts providers there. */
  readonly directory: string
  readonly clock: Clock
  readonly random: Random
}
