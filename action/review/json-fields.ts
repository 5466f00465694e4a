/** A field of parsed JSON, however deep; undefined where it is not. */
export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? Reflect.get(found, name)
        : undefined,
    value,
  )
}

/** The same for a text. */
export function textField(value: unknown, ...path: readonly string[]): string | undefined {
  const found = fieldOf(value, ...path)
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** The same for a whole number. */
export function numberField(value: unknown, ...path: readonly string[]): number | undefined {
  const found = fieldOf(value, ...path)
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined
}

/** A list of parsed JSON; empty for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.map((item: unknown) => item) : []
}
