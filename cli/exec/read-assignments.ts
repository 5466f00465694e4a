import { usageError } from '../error-text.ts'

/** What `exec` is asked to run, and with which roles. */
export interface Assignments {
  /** Roles by the names of their profiles, or the one role by its own. */
  readonly wanted: ReadonlyMap<string, string>
  /** Empty for a shell. */
  readonly program: readonly string[]
}

/**
 * Tells roles and command apart. With profiles there is no role before the command, so what stands first belongs to it.
 *
 * @throws `request-invalid`.
 */
export function readAssignments(
  role: string | undefined,
  words: readonly string[],
  {
    profile: profiles,
    env,
    leaveIdentity,
  }: {
    readonly profile?: readonly string[]
    readonly env?: boolean
    readonly leaveIdentity?: boolean
  },
): Assignments {
  if (profiles === undefined) {
    if (role !== undefined) return { wanted: new Map([[role, role]]), program: words }
    throw usageError(
      'no role is named',
      'daypass exec <role> -- <command>; daypass role list shows them',
    )
  }
  if (env === true || leaveIdentity === true)
    throw usageError('--env and --leave-identity do not go with --profile', 'leave them out')
  const wanted = new Map<string, string>()
  for (const text of profiles) {
    const [, name, of] = ASSIGNMENT.exec(text) ?? []
    if (name === undefined || of === undefined)
      throw usageError(
        `${JSON.stringify(text)} is no profile with its role`,
        'like --profile staging=deploy-staging',
      )
    if (wanted.has(name)) throw usageError(`profile ${name} is given twice`)
    wanted.set(name, of)
  }
  return { wanted, program: role === undefined ? words : [role, ...words] }
}

const ASSIGNMENT = /^([\w.@+:-]{1,128})=(.+)$/
