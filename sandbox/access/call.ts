import type { HttpRequest } from '../wire/http-request.ts'
import type { ServiceName } from '../wire/service.ts'
import type { World } from '../world/world.ts'
import type { Limits } from '../world/limits.ts'
import type { Caller } from './caller.ts'

/** One authenticated request on its way through the sandbox. */
export interface Call {
  readonly world: World
  readonly limits: Limits
  readonly service: ServiceName
  readonly action: string
  readonly caller: Caller
  /** With its body unpacked. */
  readonly request: HttpRequest
  readonly region: string
  readonly now: Date
  readonly requestId: string
  /** Where the sandbox listens. */
  readonly url: string
  /** Filled in while the request is worked on, for the record. */
  readonly trace: { principal: string; resource: string }
}
