import type { AnswerOf, ConfigOf, Schema } from '../protocol/schema.ts'
import type { Unknown } from '../protocol/value.ts'
import type { ConfiguredCall, ValidationCall } from './call.ts'

/** What `open` answers. */
export interface Opened<S extends Schema> {
  readonly result: AnswerOf<S>
  /**
   * By what `renew` and `close` find it again: text, such as an id. Terraform gives `close` the one of
   * `open`, OpenTofu that of the last `renew`, so both must serve for ever.
   */
  readonly private: string
  /** When Terraform shall renew; the layer puts it at least five seconds away. Left out: never. */
  readonly renewAt?: Date
}

/** What `renew` answers. It can only extend: values that were handed out stay as they are. */
export interface Renewed {
  /** Left out: as it was. */
  readonly private?: string
  /** Left out: Terraform renews no more. */
  readonly renewAt?: Date
}

/**
 * An ephemeral resource: something that exists while one command of Terraform runs, and is nowhere stored. It is
 * opened once in a plan and once again in an apply.
 *
 * What was opened is closed exactly once, as long as the process lives: by Terraform, or by the layer for what
 * Terraform leaves open (a failed dependent, Ctrl-C, a killed parent). Then `close` runs while `Shutdown` waits, on
 * SIGTERM, when the parent is gone, and before a crash ends the process; within ten seconds. When the process itself
 * is killed nothing is closed: what is opened must end by itself.
 */
export interface EphemeralResource<S extends Schema, Session> {
  readonly schema: S
  /** As for data sources. */
  readonly validate?: (config: ConfigOf<S, Unknown>, call: ValidationCall) => void | Promise<void>
  /**
   * Opens. If it throws nothing is closed later: it takes back itself what it began. The layer closes at once what
   * came with an error that was reported, or with an answer that it cannot hand on.
   */
  readonly open: (
    config: ConfigOf<S>,
    call: ConfiguredCall<Session>,
  ) => Opened<S> | Promise<Opened<S>>
  /**
   * Extends. Terraform before 1.17 hides its errors: expiry must be safe without it. May run beside other calls, not
   * beside `close` of the same.
   */
  readonly renew?: (opened: string, call: ConfiguredCall<Session>) => Renewed | Promise<Renewed>
  /** Closes what has that `private`. A throw makes the run fail with the diagnostic. */
  readonly close: (opened: string, call: ConfiguredCall<Session>) => void | Promise<void>
}
