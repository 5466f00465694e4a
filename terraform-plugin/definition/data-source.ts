import type { AnswerOf, ConfigOf, Schema } from '../protocol/schema.ts'
import type { Unknown } from '../protocol/value.ts'
import type { ConfiguredCall, ValidationCall } from './call.ts'

/**
 * A data source: reads something. Its answer is in the state and in the plan file in clear text.
 *
 * Whatever a handler throws becomes a diagnostic: a `DiagnosticError` its own problems, all else what the provider's
 * `explain` makes of it.
 */
export interface DataSource<S extends Schema, Session> {
  readonly schema: S
  /**
   * Reports what is wrong with a configuration, as far as it is known; several times a command, without a configured
   * provider. Types, required attributes and nulls in collections have been looked at before.
   */
  readonly validate?: (config: ConfigOf<S, Unknown>, call: ValidationCall) => void | Promise<void>
  /** Answers what is computed. The configuration is wholly known: otherwise Terraform asks later. */
  readonly read: (
    config: ConfigOf<S>,
    call: ConfiguredCall<Session>,
  ) => AnswerOf<S> | Promise<AnswerOf<S>>
}
