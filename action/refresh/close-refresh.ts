import { existsSync, rmSync } from 'node:fs'
import { isDaypassError } from '../../core/errors.ts'
import { type LeaseId, parseLeaseId } from '../../core/lease/lease-id.ts'
import { issuingLock } from '../../assembly/cached-credentials/fresh-or-next.ts'
import { withFileLock } from '../../assembly/files/file-lock.ts'
import { readPrivateFile } from '../../assembly/files/private-file.ts'
import type { Runner } from '../runner/runner.ts'
import { journalFile, refreshFiles } from './refresh-files.ts'

/** How long post waits for a program that is issuing at this time. */
const WAIT_MS = 5000

/**
 * Ends the refreshing of a step's profiles: nothing more is issued from now on.
 *
 * @param firstLeases - the leases that the profiles began with.
 */
export async function closeRefresh(
  directory: string,
  firstLeases: readonly LeaseId[],
  ports: Pick<Runner, 'clock' | 'random'>,
): Promise<void> {
  const profiles = firstLeases.map((lease) => refreshFiles(directory, lease))
  // To take away needs no room on the disk.
  for (const { config } of profiles) rmSync(config, { force: true })
  if (!existsSync(directory)) return
  await Promise.all(
    profiles.map(async ({ lock }) => {
      await waitFor(lock, ports)
    }),
  )
}

/**
 * The leases that the profiles have begun since main, whether or not they came to be; `gone` where nobody knows, since
 * their directory is no more. Ask after {@link closeRefresh}.
 */
export function begunLeases(directory: string): readonly LeaseId[] | 'gone' {
  if (!existsSync(directory)) return 'gone'
  const lines = (readPrivateFile(journalFile(directory)) ?? '').split('\n')
  return lines.flatMap((line) => (line === '' ? [] : readable(line)))
}

/** Removes what the profiles kept, the credentials among it. */
export function removeRefresh(directory: string): void {
  rmSync(directory, { recursive: true, force: true })
}

/** Who holds the lock now is in the journal; it is better that its lease is recorded when it is revoked. */
async function waitFor(lock: string, ports: Pick<Runner, 'clock' | 'random'>): Promise<void> {
  try {
    await withFileLock(lock, { ...issuingLock(ports), waitMs: WAIT_MS }, () => undefined)
  } catch (error) {
    if (!isDaypassError(error)) throw error
  }
}

/** A line that a dying process left half written names no lease. */
function readable(line: string): readonly LeaseId[] {
  try {
    return [parseLeaseId(line)]
  } catch (error) {
    if (isDaypassError(error)) return []
    throw error
  }
}
