import type { Clock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import { withFileLock } from '../files/file-lock.ts'
import { type CachedCredentials, isFresh, readCache } from './cached-credentials.ts'

/** Where credentials lie between two calls of a program. */
export interface CachePlace {
  readonly cache: string
  /** Taken by who issues the next. */
  readonly lock: string
}

/** What it takes to lock a file. */
export interface LockPorts {
  readonly clock: Clock
  readonly random: Random
}

/** For how long one issues: those that wait for it are sure of its death after {@link issuingLock}. */
export const ISSUE_MS = 55_000

/** How the lock is taken by who issues. */
export function issuingLock({ clock, random }: LockPorts) {
  return { clock, random, waitMs: 60_000, staleMs: 75_000 }
}

/**
 * The credentials that are there, or the next ones when those are about to end. Of many that ask at once one issues. Where
 * that fails while the old ones still work, those are given.
 *
 * @param next - issues within {@link ISSUE_MS}, and writes the cache.
 * @throws what issuing throws.
 */
export async function freshOrNext(
  { cache, lock }: CachePlace,
  ports: LockPorts,
  next: () => Promise<CachedCredentials>,
): Promise<CachedCredentials> {
  const { clock } = ports
  const before = readCache(cache)
  if (before !== undefined && isFresh(before, clock.now())) return before
  try {
    return await withFileLock(lock, issuingLock(ports), async () => {
      const meanwhile = readCache(cache)
      if (meanwhile !== undefined && isFresh(meanwhile, clock.now())) return meanwhile
      return await next()
    })
  } catch (error) {
    if (before !== undefined && before.expiresAt > clock.now() && isDaypassError(error))
      return before
    throw error
  }
}
