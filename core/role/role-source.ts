import type { Role } from './role.ts'

/** Where role definitions come from: a folder of files, or the state bucket. */
export interface RoleSource {
  /** Which of them, for messages: the folder, or `the state`. */
  readonly place: string
  /**
   * One role by its name; undefined when there is none.
   *
   * @throws `role-invalid` with all problems when its definition breaks a rule.
   */
  read(name: string): Promise<Role | undefined>
  /** All roles, sorted by name. */
  list(): Promise<readonly Role[]>
}
