/** What a handler gets beside its values. */
import type { Log } from '../plugin/log.ts'
import type { Diagnostics } from '../protocol/diagnostic.ts'

/** What every handler gets: also those that run without a configured provider. */
export interface ValidationCall {
  readonly diagnostics: Diagnostics
  readonly log: Log
}

/** What the handlers of a configured provider get. */
export interface ConfiguredCall<Session> extends ValidationCall {
  /** What `configure` answered. */
  readonly session: Session
  /**
   * Aborted when the user wants to stop. In reads and `open` also by Ctrl-C itself; in plans, applies, `renew` and
   * `close` only when Terraform asks for it, and never in what runs while the process ends.
   */
  readonly stop: AbortSignal
}
