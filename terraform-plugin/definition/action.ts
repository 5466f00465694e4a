import type { ConfigOf, Schema } from '../protocol/schema.ts'
import type { Unknown } from '../protocol/value.ts'
import type { ConfiguredCall, ValidationCall } from './call.ts'

/** An action: does something that leaves nothing in the state, when a user or another resource asks for it (Terraform 1.14 or later). */
export interface Action<S extends Schema, Session> {
  readonly schema: S
  /** As for data sources. */
  readonly validate?: (config: ConfigOf<S, Unknown>, call: ValidationCall) => void | Promise<void>
  /** Does it. What it reports with `progress` is shown at once, a line each. */
  readonly invoke: (
    config: ConfigOf<S>,
    call: ConfiguredCall<Session> & { readonly progress: (line: string) => void },
  ) => void | Promise<void>
}
