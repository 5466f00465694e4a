const REDACTED = '[secret]'

/**
 * A value that must not become text by accident. It prints as `[secret]` in string conversion, JSON
 * and `util.inspect`. The one way out is {@link Secret.reveal}, and `test/tidy.test.ts` lists the few
 * files that may call it.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The secret itself, for the one place that hands it to its holder or to AWS. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED
  }
}
