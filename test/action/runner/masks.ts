/** The values that a runner hides in its log. */
export interface Masks {
  add(value: string): void
  /** Stars for every masked value in a text. */
  hide(text: string): string
}

/**
 * Masks as the runner keeps them: a value, each of its lines, and its usual encodings.
 * Source: https://github.com/actions/runner/blob/v2.336.0/src/Runner.Common/HostContext.cs
 */
export function createMasks(): Masks {
  const hidden = new Set<string>()
  return {
    add: (value) => {
      for (const part of [value, ...value.split(/\r?\n/)]) {
        if (part.trim() === '') continue
        for (const form of formsOf(part)) hidden.add(form)
      }
    },
    hide: (text) =>
      // The longest first: a part of another mask must not break it.
      [...hidden]
        .sort((a, b) => b.length - a.length)
        .reduce((shown, value) => shown.replaceAll(value, '***'), text),
  }
}

function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  const base64 = [0, 1, 2].map((shift) => base64Of(bytes, shift)).filter(({ length }) => length > 4)
  return [
    value,
    ...base64,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    value.replaceAll("'", "''"),
  ]
}

/** The part of base64 text that is the same whatever stands before the value. */
function base64Of(bytes: Buffer, shift: number): string {
  return bytes
    .subarray(shift)
    .toString('base64')
    .replace(/.{0,1}=*$/, '')
}
