import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Clock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { inParallel } from '../../core/language/in-parallel.ts'
import { directoryError } from './directory-error.ts'
import { listKeys } from './directory-list.ts'
import { pathOfKey } from './directory-path.ts'
import { type Version, fileOf, readFolder, readVersion } from './directory-version.ts'
import { clearTemporary, makeDirectory } from './directory-begin.ts'
import { publish, removeObject, successorOf } from './directory-write.ts'
import { ownFolders, uncheckedFolders } from './own-folders.ts'
import type { Condition, ObjectStore } from '../objects.ts'

/** So often may others be faster, one after the other, before something else must be wrong. */
const ROUNDS_MAX = 1000

const REMOVALS_AT_ONCE = 8

/**
 * A store in a directory of a local file system with hard links, shared by any number of processes on one
 * machine, of which any may be killed at any point. There are no locks: every version of an object is a
 * file of its own which is completed under a temporary name and then linked to the name that the next
 * version must have; of many, one link succeeds. An object is there while its first version is.
 *
 * A finished write survives a loss of power (file and folder are synced); a removal may come undone.
 * Files are readable by their owner only. The directory is made with the first write. One that others may write, or that is theirs,
 * or with symbolic links in it, is `state-unsafe`, unless it may be shared.
 */
export function directoryObjects(
  directory: string,
  ports: { readonly clock: Clock; readonly mayBeShared?: boolean | undefined },
): ObjectStore {
  const objects = join(directory, 'objects')
  const temporary = join(directory, 'temporary')
  const folderOf = (key: string): string => join(objects, ...pathOfKey(key))
  const check = ports.mayBeShared === true ? uncheckedFolders : ownFolders(directory)
  let cleared: Promise<void> | undefined

  async function begin(): Promise<void> {
    await check.folder(temporary)
    await makeDirectory(directory)
    await check.folder(temporary)
    await clearTemporary(temporary, ports.clock)
  }
  async function write(key: string, body: string, condition?: Condition) {
    await (cleared ??= begin())
    const folder = folderOf(key)
    await check.object(folder)
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const before = await newestIn(folder)
      if (!holds(condition, before)) return 'conflict'
      const next = successorOf(before, body)
      if (await publish(folder, next, temporary)) return { version: versionOf(next) }
    }
    throw new DaypassError('state-unavailable', `others write ${key} all the time`)
  }
  async function guarded<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      throw directoryError(error, directory)
    }
  }
  async function read(key: string) {
    const folder = folderOf(key)
    await check.object(folder)
    const found = await newestIn(folder)
    return found === undefined ? undefined : { body: found.body, version: versionOf(found) }
  }
  async function remove(keys: readonly string[]): Promise<void> {
    await inParallel(keys, REMOVALS_AT_ONCE, async (key) => {
      await check.object(folderOf(key))
      await removeObject(folderOf(key), objects)
    })
  }

  return {
    place: pathToFileURL(directory).href,
    get: async (key) => await guarded(read(key)),
    put: async (key, body, condition) => await guarded(write(key, body, condition)),
    remove: async (keys) => {
      await guarded(remove(keys))
    },
    removeVersion: async (key, version) => {
      const found = await guarded(read(key))
      if (found?.version === version) await guarded(remove([key]))
    },
    async *list(prefix, { after = '' } = {}) {
      try {
        yield* listKeys(objects, { prefix, after, check: check.folder })
      } catch (error) {
        throw directoryError(error, directory)
      }
    },
  }
}

async function newestIn(folder: string): Promise<Version | undefined> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const { root, newest } = await readFolder(folder)
    if (root === undefined || newest === 0) return root
    const found = await readVersion(folder, fileOf({ ...root, number: newest }))
    if (found !== undefined) return found
  }
  throw new DaypassError('state-unavailable', `${folder} changes all the time`)
}

function versionOf({ generation, number }: Version): string {
  return `${generation}.${number}`
}

function holds(condition: Condition | undefined, found: Version | undefined): boolean {
  if (condition === undefined) return true
  if ('absent' in condition) return found === undefined
  return found !== undefined && versionOf(found) === condition.version
}
