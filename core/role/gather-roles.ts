import { DaypassError, isDaypassError } from '../errors.ts'
import { inParallel } from '../language/in-parallel.ts'
import type { Role } from './role.ts'

const READS_AT_ONCE = 16

/** Many definitions, read. */
export interface Gathered<T> {
  readonly roles: readonly { readonly from: T; readonly role: Role }[]
  /** The `role-invalid` of each definition that breaks a rule. */
  readonly invalid: readonly DaypassError[]
}

/** Reads definitions, several at once; the problems of one do not end the reading of the others. */
export async function gatherRoles<T>(
  items: AsyncIterable<T> | Iterable<T>,
  read: (item: T) => Promise<Role | undefined>,
): Promise<Gathered<T>> {
  const roles: { from: T; role: Role }[] = []
  const invalid: DaypassError[] = []
  await inParallel(items, READS_AT_ONCE, async (from) => {
    try {
      const role = await read(from)
      if (role !== undefined) roles.push({ from, role })
    } catch (error) {
      if (!isDaypassError(error, 'role-invalid')) throw error
      invalid.push(error)
    }
  })
  return { roles, invalid }
}

/**
 * The roles by name.
 *
 * @throws `role-invalid` with the problems of all definitions together.
 */
export function rolesByName<T>({ roles, invalid }: Gathered<T>): readonly Role[] {
  if (invalid.length > 0) throw together(invalid)
  return roles.map(({ role }) => role).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** One error for all of them, in the order of their messages. */
export function together(invalid: readonly DaypassError[]): DaypassError {
  const errors = invalid.toSorted((a, b) => (a.message < b.message ? -1 : 1))
  return new DaypassError('role-invalid', errors.map(({ message }) => message).join('; '), {
    problems: errors.flatMap(({ problems }) => problems),
  })
}
