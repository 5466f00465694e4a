import { ROLE_NAME_PATTERN } from '../core/lease/lease-id.ts'
import { isEventKey } from './audit.ts'
import { isBreakGlassKey } from './break-glass-trail.ts'
import { isChangeKey } from './changes.ts'
import { isTombstoneKey, readLedgerKey } from './denials.ts'
import { FOLDERS, readDueKey, readLeaseKey } from './documents/keys.ts'
import type { ObjectStore } from './objects.ts'
import { ROOT_KEY } from './root-key.ts'
import { isSecondKey } from './seconds.ts'
import { allOrFirstFailure } from '../core/language/in-parallel.ts'

/** So many keys of a folder are looked at, and no more. */
const KEYS_MAX = 20_000

/** Folder → whether a key in it is one that daypass writes. */
const OURS: Readonly<Record<string, (key: string) => boolean>> = {
  [FOLDERS.live]: (key) => readLeaseKey(FOLDERS.live, key, '.json') !== undefined,
  [FOLDERS.ended]: (key) => readLeaseKey(FOLDERS.ended, key, '.json') !== undefined,
  [FOLDERS.due]: (key) => readDueKey(key) !== undefined,
  [FOLDERS.stuck]: (key) => readLeaseKey(FOLDERS.stuck, key) !== undefined,
  [FOLDERS.roles]: isNamed,
  [FOLDERS.audit]: (key) => isEventKey(key) || isBreakGlassKey(key) || isChangeKey(key),
  'revoked/': isTombstoneKey,
  'boards/': (key) => readLedgerKey(key) !== undefined,
  'seconds/': isSecondKey,
  'static/': isNamed,
  'root/': (key) => key === ROOT_KEY,
}

/** What the keys of daypass's objects begin with. */
export const OWN_FOLDERS: readonly string[] = Object.keys(OURS)

/** Keys in daypass's folders that it never writes. Everything else passes them over, and the doctor names them. */
export async function strayKeys(objects: ObjectStore): Promise<readonly string[]> {
  const folders = await allOrFirstFailure(
    Object.entries(OURS).map(async ([folder, isOurs]) => {
      const keys = await firstKeys(objects, folder, KEYS_MAX)
      return keys.filter((key) => !isOurs(key))
    }),
  )
  return folders.flat()
}

/** The first keys of a folder. */
export async function firstKeys(
  objects: ObjectStore,
  prefix: string,
  max: number,
): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const key of objects.list(prefix)) {
    keys.push(key)
    if (keys.length >= max) break
  }
  return keys
}

/** `<folder>/<name>.json`, as roles and static roles are kept. */
function isNamed(key: string): boolean {
  const [, name = ''] = /^[^/]+\/([^/]+)\.json$/.exec(key) ?? []
  return ROLE_NAME_PATTERN.test(name)
}
