import type { FaultSource } from './faults.ts'
import type { Misbehaviour } from './misbehaviour/misbehaviour.ts'
import type { OidcIssuer } from './oidc/issuer.ts'
import type { RequestRecord } from './requests.ts'
import type { SandboxClock } from './sandbox-clock.ts'
import type { Throttle } from './throttle.ts'
import type { Limits } from './world/limits.ts'
import type { World } from './world/world.ts'

/** Everything that the server of a sandbox works with. */
export interface SandboxState {
  readonly world: World
  readonly limits: Limits
  readonly clock: SandboxClock
  readonly faults: FaultSource
  readonly misbehaviour: Misbehaviour
  readonly requests: RequestRecord[]
  readonly throttle: Throttle
  readonly issuer: OidcIssuer
  /** Where the sandbox listens; known once it does. */
  readonly url: () => string
}
