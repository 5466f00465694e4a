import { isDaypassError } from '../core/errors.ts'
import type { LeaseId } from '../core/lease/lease-id.ts'
import type { LiveLease } from '../core/lease/lease.ts'
import type { UnreadableLease } from '../core/lease/lease-store.ts'
import { FOLDERS, readLeaseKey } from './documents/keys.ts'
import { readLiveLease } from './documents/lease-document.ts'
import type { ObjectStore } from './objects.ts'
import { readAhead } from './read-ahead.ts'

const READS_AT_ONCE = 16

/** How many leases of a role live, counted up to a limit. */
export async function countLeases(
  objects: ObjectStore,
  role: string,
  limit: number,
): Promise<number> {
  let found = 0
  if (limit <= 0) return found
  for await (const key of objects.list(`${FOLDERS.live}${role}/`)) {
    if (readLeaseKey(FOLDERS.live, key, '.json') !== undefined) found++
    if (found >= limit) break
  }
  return found
}

/** All live leases, of one role or of all; those that cannot be read are handed to `pass`. */
export async function* listLeases(
  objects: ObjectStore,
  role: string | undefined,
  pass: (unreadable: UnreadableLease) => void,
): AsyncGenerator<LiveLease> {
  const keys = objects.list(role === undefined ? FOLDERS.live : `${FOLDERS.live}${role}/`)
  const leases = readAhead(keys, READS_AT_ONCE, async (key) => {
    const id = readLeaseKey(FOLDERS.live, key, '.json')
    const found = id === undefined ? undefined : await objects.get(key)
    return id && found && readOrKeep(key, id, found.body)
  })
  for await (const lease of leases) {
    // It ended since its key was listed.
    if (lease === undefined) continue
    if ('error' in lease) pass(lease)
    else yield lease
  }
}

function readOrKeep(key: string, id: LeaseId, body: string): LiveLease | UnreadableLease {
  try {
    return readLiveLease(key, id, body)
  } catch (error) {
    if (isDaypassError(error)) return { id, error }
    throw error
  }
}
