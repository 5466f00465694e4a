import { homedir } from 'node:os'

/**
 * The home directory; undefined for a user without an entry in the system's list, whose environment names none either, as in
 * containers with a bare uid. AWS's SDK looks for its files there and throws without one: it is given an empty place then.
 *
 * @param env - of this very process, which the SDK reads.
 */
export function homeDirectory(
  env: Record<string, string | undefined>,
  find: () => string = homedir,
): string | undefined {
  try {
    return find()
  } catch {
    env['HOME'] = '/nonexistent'
    return undefined
  }
}
