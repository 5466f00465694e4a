/**
 * For SDKs, which would warn on the console: that belongs to the faces. Keeps what the places where credentials were looked
 * for had to say, which the SDK's own error leaves out.
 */
export class QuietLogger {
  /** In the order of the places; there may be secrets in them. */
  readonly places: string[] = []

  readonly trace = quiet
  readonly info = quiet
  readonly warn = quiet
  readonly error = quiet

  debug(...words: readonly unknown[]): void {
    const [, said] = FROM_A_PLACE.exec(String(words[0])) ?? []
    if (said !== undefined) this.places.push(said)
  }
}

/** `ProviderError` of `@smithy/core`. */
const FROM_A_PLACE = /^@smithy\/property-provider \S+ ([^]*)$/

function quiet(): void {
  return undefined
}
