import { isDaypassError } from '../errors.ts'
import type { RoleSource } from './role-source.ts'
import { closest } from '../language/closest.ts'

const NAMES_MAX = 10

/**
 * What to say of a role name that leads to none: `did you mean deploy?`, or the names that there are; undefined where
 * there are none. Only a help for a hint: roles that cannot be read have no say here.
 */
export async function suggestRole(source: RoleSource, name: string): Promise<string | undefined> {
  const names = await namesOf(source)
  const meant = closest(name, names)
  if (meant !== undefined) return `did you mean ${meant}?`
  if (names.length === 0) return undefined
  return `there are ${names.slice(0, NAMES_MAX).join(', ')}${names.length > NAMES_MAX ? ', …' : ''}`
}

async function namesOf(source: RoleSource): Promise<readonly string[]> {
  try {
    return (await source.list()).map((role) => role.name)
  } catch (error) {
    if (isDaypassError(error)) return []
    throw error
  }
}
