import type { CachedCredentials } from '../../assembly/cached-credentials/cached-credentials.ts'
import { freshOrNext } from '../../assembly/cached-credentials/fresh-or-next.ts'
import type { RefreshPorts } from './issue-next.ts'
import { besideConfig } from './refresh-files.ts'

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
  return await freshOrNext(besideConfig(configFile), ports, async () => {
    const { issueNext } = await import('./issue-next.ts')
    return await issueNext(configFile, ports)
  })
}
