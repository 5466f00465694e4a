import { usageError } from '../error-text.ts'

/** Options of `revoke` that break the glass. */
export interface BreakGlassFlags {
  readonly role?: string
  readonly allSessions?: boolean
  readonly user?: string
  readonly everything?: boolean
  readonly yes?: boolean
  readonly lift?: boolean
}

/** What is to be stopped. */
export type GlassScope =
  | { readonly of: 'role'; readonly name: string }
  | { readonly of: 'user'; readonly name: string }
  | { readonly of: 'everything' }

/**
 * What the options ask for.
 *
 * @throws `request-invalid` where they ask for none, for several, or for what cannot be taken back.
 */
export function glassScope({
  role,
  allSessions,
  user,
  everything,
  lift,
}: BreakGlassFlags): GlassScope {
  const scopes: readonly GlassScope[] = [
    ...(role === undefined ? [] : [{ of: 'role', name: role } as const]),
    ...(user === undefined ? [] : [{ of: 'user', name: user } as const]),
    ...(everything === true ? [{ of: 'everything' } as const] : []),
  ]
  const [scope] = scopes
  if (scope === undefined || scopes.length > 1)
    throw usageError('say one of --role with --all-sessions, --user and --everything')
  if ((scope.of === 'role') !== (allSessions === true)) {
    throw usageError(
      '--role and --all-sessions go together: all sessions of the role are stopped, whoever took them',
      'the leases of a role alone: daypass revoke --prefix <role>',
    )
  }
  if (scope.of === 'everything' && lift === true) {
    throw usageError(
      '--everything revokes leases for good, and there is nothing to lift',
      'who still needs credentials issues new ones',
    )
  }
  return scope
}
