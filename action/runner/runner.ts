import type { OwnClock } from '../../core/clock.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import type { Place } from '../../core/place.ts'
import type { Environment } from '../../assembly/settings.ts'

/** Signals with which the runner asks a step to stop: SIGINT first, SIGTERM 7.5 s later, then it kills. */
export const CANCEL_SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** One of {@link CANCEL_SIGNALS}. */
export type CancelSignal = (typeof CANCEL_SIGNALS)[number]

/** All that a step may know of the runner that started it, so that a test can be one. */
export interface Runner {
  readonly env: Environment
  /** The user's home, where AWS tools look for their files. */
  readonly home: string
  /** The machine, and what changes when it is started anew; empty where that is not known. */
  readonly host: { readonly name: string; readonly boot: string }
  readonly clock: OwnClock
  readonly random: Random
  /** An input, trimmed; empty when it was not given. */
  input(name: string): string
  /** What this step's main saved for its post; empty when it saved nothing. */
  saved(): string
  /** Keeps a text for post. What is saved later replaces it. Written when this returns. */
  save(text: string): void
  /** Stars a text out of everything that the runner prints from now on. */
  mask(text: string): void
  /** Sets a variable for all later steps. */
  exportVariable(name: string, value: string): void
  setOutput(name: string, value: string): void
  /** One line of the log. */
  info(text: string): void
  notice(text: string): void
  warn(text: string): void
  /** @param place - where in the repository the annotation belongs */
  fail(text: string, title: string, place?: Place): void
  /** Appends to the job's summary. */
  summarise(markdown: string): Promise<void>
  /** Hears stop signals from now on instead of dying of them. */
  onStop(listener: (signal: CancelSignal) => void): void
}
