import { processOutput } from '../../assembly/cached-credentials/cached-credentials.ts'
import { freshOrNext } from '../../assembly/cached-credentials/fresh-or-next.ts'
import type { RequestFlags } from '../leases/read-request.ts'
import { EXIT } from '../process/exit-codes.ts'
import { inGoodOrder } from '../process/stop.ts'
import type { Session } from '../session.ts'
import { cachePlace } from './cache-place.ts'

/**
 * Prints credentials for a `credential_process`: those of its last call, as long as they last. What issuing needs is loaded
 * when there are none. What was issued and not printed is there for the next call.
 *
 * @returns undefined, with nothing printed, where they cannot be kept.
 */
export async function printForProcess(
  session: Session,
  role: string,
  flags: RequestFlags,
): Promise<number | undefined> {
  const place = cachePlace(session, role, flags)
  if (place === undefined) return undefined
  const { clock, context } = session
  const end = await inGoodOrder(session, async (signal) => {
    try {
      const fresh = await freshOrNext(place, { clock, random: context.random }, async () => {
        const { issueForProcess } = await import('./issue-for-process.ts')
        return await issueForProcess(session, role, { flags, file: place.cache, signal })
      })
      await context.stdout.write(processOutput(fresh))
      return { stopped: EXIT.ok }
    } catch (error) {
      if (isOfDisk(error)) return { stopped: undefined }
      throw error
    }
  })
  return end.stopped
}

/** A full disk has no room for a lock. */
function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
