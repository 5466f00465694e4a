import type { HearingClock } from '../core/server-clock.ts'
import type { Context } from './process/context.ts'
import type { CommandSettings } from './settings.ts'
import type { Reporter } from './printing/reporter.ts'

/** One run of one command: the process around it, what was chosen, and the way to the person. */
export interface Session {
  readonly context: Context
  /** Goes by AWS's time as soon as AWS has answered anything. */
  readonly clock: HearingClock
  readonly settings: CommandSettings
  readonly reporter: Reporter
}

/** A command with its arguments, ready to run; answers the exit code. */
export type Execute = (session: Session) => Promise<number>
