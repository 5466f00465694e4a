/** Fields that may be undefined, as optional ones that are absent then. */
type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/**
 * Only the fields that have a value: what exact optional properties want, where a value may be missing.
 * `{ role, ...defined({ hint }) }` has a `hint` exactly when there is one.
 */
export function defined<T extends object>(fields: T): Defined<T> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Defined<T>
}
