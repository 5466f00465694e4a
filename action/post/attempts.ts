import { reasonOf } from '../runner/error-text.ts'

/** The effects of post. None of them stops another. */
export interface Attempts {
  /**
   * Runs an effect and answers its result; undefined where it throws, and then what could not be done is among the
   * failures. Never throws.
   *
   * @param undone - what could not be done, as the beginning of a sentence.
   */
  readonly attempt: <T>(undone: string, effect: () => T | Promise<T>) => Promise<T | undefined>
  /** Adds a failure of which nothing was thrown. */
  readonly note: (failure: string) => void
  /** What could not be done and why, one sentence each. */
  readonly failures: readonly string[]
}

/** Begins without a failure. */
export function newAttempts(): Attempts {
  const failures: string[] = []
  const note = (failure: string) => void failures.push(failure)
  return {
    failures,
    note,
    attempt: async (undone, effect) => {
      try {
        return await effect()
      } catch (error) {
        note(`${undone}: ${reasonOf(error)}`)
        return undefined
      }
    },
  }
}
