import { closest } from '../language/closest.ts'

const NAMES_MAX = 10

/**
 * What to say of a role name that leads to none: `did you mean deploy?`, or the names that there are; undefined where
 * there are none.
 */
export function suggestRole(names: readonly string[], name: string): string | undefined {
  const meant = closest(name, names)
  if (meant !== undefined) return `did you mean ${meant}?`
  if (names.length === 0) return undefined
  return `there are ${names.slice(0, NAMES_MAX).join(', ')}${names.length > NAMES_MAX ? ', …' : ''}`
}
