import type { DaypassError } from '../errors.ts'
import type { Role } from './role.ts'

/** Where role definitions come from: a folder of files, or the state bucket. */
export interface RoleSource {
  /** Which of them, for messages: the folder, or `the state`. */
  readonly place: string
  /**
   * One role by its name; undefined when there is none among those that can be read.
   *
   * @throws `role-invalid` with all problems when its definition breaks a rule.
   */
  read(name: string): Promise<Role | undefined>
  /**
   * All roles, sorted by name.
   *
   * @throws `role-invalid` with the problems of all definitions together.
   */
  list(): Promise<readonly Role[]>
  /** Those that can be read, sorted by name, and what is wrong with the others. */
  readable(): Promise<ReadableRoles>
}

/** Roles, and one error for all definitions that are none. */
export interface ReadableRoles {
  readonly roles: readonly Role[]
  readonly invalid: DaypassError | undefined
}
