import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rmdir, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import { directoryError, hasCode } from './directory-error.ts'
import { listKeys } from './directory-list.ts'
import { pathOfKey } from './directory-path.ts'
import type { Folder, Version } from './directory-version.ts'
import { fileOf, namesIn, numberOf, readFolder, readVersion, ROOT } from './directory-version.ts'
import { textOf } from './directory-version.ts'
import type { Condition, ObjectStore, StoredObject } from './objects.ts'

/** Nobody needs so long from writing a temporary file to linking it, unless the process died. */
const TEMPORARY_MILLISECONDS = 3_600_000

/** Rounds in which others were always faster, or something else than daypass empties the folders. */
const ROUNDS_MAX = 1000

/**
 * A store in a directory of a local file system with hard links, shared by any number of processes on one
 * machine, of which any may be killed at any point. There are no locks: every version of an object is a
 * file of its own which is completed under a temporary name and then linked to the name that the next
 * version must have; of many, one link succeeds. An object is there while its first version is.
 *
 * A finished write survives the loss of power (file and folder are synced); a removal may come undone.
 * Files are readable by their owner only.
 */
export function directoryObjects(directory: string, ports: { clock: Clock }): ObjectStore {
  const objects = join(directory, 'objects')
  const temporary = join(directory, 'temporary')
  const folderOf = (key: string): string => join(objects, ...pathOfKey(key))
  let swept: Promise<void> | undefined

  async function publish(folder: string, next: Version): Promise<boolean> {
    swept ??= sweepTemporary(temporary, ports.clock)
    await swept
    const file = join(temporary, randomUUID())
    await writeSynced(file, textOf(next))
    try {
      if (next.number === 0) await mkdir(folder, { recursive: true, mode: 0o700 })
      await link(file, join(folder, fileOf(next)))
      return true
    } catch (error) {
      if (hasCode(error, 'EEXIST', 'ENOENT')) return false
      throw error
    } finally {
      await removeFile(file)
    }
  }

  async function write(key: string, body: string, condition?: Condition) {
    const folder = folderOf(key)
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const before = await newestIn(folder)
      if (!holds(condition, before)) return 'conflict'
      const next = successorOf(before, body)
      if ((await publish(folder, next)) && (await stands(folder, next))) {
        await syncFolder(folder)
        return { version: fileOf({ ...next, number: next.number }) }
      }
    }
    throw new DaypassError('state-unavailable', `too many writers at ${key}`)
  }
  return undefined as never
}
