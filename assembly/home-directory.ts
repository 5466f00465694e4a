import { homedir, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

/**
 * The home directory: what the environment names, else the account's own. Undefined for a user without an entry in the system's
 * list, whose environment names none either, as in containers with a bare uid. AWS's SDK looks for its files there, throws without
 * one and takes the working directory for an empty one, which may be a stranger's checkout: it is given the account's, or an empty place, then.
 *
 * @param env - of this very process, which the SDK reads.
 */
export function homeDirectory(
  env: Record<string, string | undefined>,
  find: () => string = homedir,
  ofAccount: () => string = () => userInfo().homedir,
): string | undefined {
  const named = absolute(find)
  if (named !== undefined) return named
  const own = absolute(ofAccount)
  env['HOME'] = own ?? NOWHERE
  return own
}

/** No user has files there. */
export const NOWHERE = '/nonexistent'

function absolute(find: () => string): string | undefined {
  try {
    const path = find()
    return isAbsolute(path) ? path : undefined
  } catch {
    return undefined
  }
}
