import { isDaypassError } from '../../core/errors.ts'
import { withFileLock } from '../files/file-lock.ts'
import type { RefreshPorts } from './issue-next.ts'
import { type CachedCredentials, isFresh, readCache } from './refresh-cache.ts'
import { besideConfig, issuingLock } from './refresh-files.ts'

/**
 * The present credentials of a profile, or new ones when those are about to end. Of many that ask at once one issues.
 * The new lease's id is on the disk before anything is made, so that the step's post revokes it even if this process
 * dies. Where issuing fails while the old ones still work, those are given.
 *
 * @throws `lease-ended` when the step's post has closed the profile, and what issuing throws.
 */
export async function freshCredentials(
  configFile: string,
  ports: RefreshPorts,
): Promise<CachedCredentials> {
  const { clock } = ports
  const { cache, lock } = besideConfig(configFile)
  const before = readCache(cache)
  if (before !== undefined && isFresh(before, clock.now())) return before
  try {
    return await withFileLock(lock, issuingLock(ports), async () => {
      const meanwhile = readCache(cache)
      if (meanwhile !== undefined && isFresh(meanwhile, clock.now())) return meanwhile
      const { issueNext } = await import('./issue-next.ts')
      return await issueNext(configFile, ports)
    })
  } catch (error) {
    if (before !== undefined && before.expiresAt > clock.now() && isDaypassError(error))
      return before
    throw error
  }
}
