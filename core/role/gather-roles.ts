import { DaypassError, isDaypassError } from '../errors.ts'
import { inParallel } from '../language/in-parallel.ts'
import type { ReadableRoles } from './role-source.ts'
import type { Role } from './role.ts'

const READS_AT_ONCE = 16

/** Many definitions, read. */
export interface Gathered<T> {
  readonly roles: readonly { readonly from: T; readonly role: Role }[]
  /** What is wrong with each definition that breaks a rule, or cannot be understood. */
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
      if (!isDaypassError(error, 'role-invalid', 'state-invalid')) throw error
      invalid.push(error)
    }
  })
  return { roles, invalid }
}

/** The roles by name, and one error for all that are none. */
export function rolesByName<T>({ roles, invalid }: Gathered<T>): ReadableRoles {
  return {
    roles: roles.map(({ role }) => role).sort((a, b) => (a.name < b.name ? -1 : 1)),
    invalid: invalid.length === 0 ? undefined : together(invalid),
  }
}

/** A list that is refused where one of its definitions is. */
export async function refusing(read: () => Promise<ReadableRoles>): Promise<readonly Role[]> {
  const { roles, invalid } = await read()
  if (invalid !== undefined) throw invalid
  return roles
}

/** One error for all of them, in the order of their messages. */
export function together(invalid: readonly DaypassError[]): DaypassError {
  const [only] = invalid
  if (only !== undefined && invalid.length === 1) return only
  const errors = invalid.toSorted((a, b) => (a.message < b.message ? -1 : 1))
  return new DaypassError('role-invalid', errors.map(({ message }) => message).join('; '), {
    problems: errors.flatMap(({ problems }) => problems),
  })
}
