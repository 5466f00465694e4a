import { randomUUID } from 'node:crypto'
import { type FileHandle, link, mkdir, open, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DaypassError } from '../../core/errors.ts'
import { hasCode } from './directory-error.ts'
import { type Version, FIRST_FILE, fileOf, namesIn, numberOf, textOf } from './directory-version.ts'
import { isVersionFile, readFolder, readVersion } from './directory-version.ts'

/** The version that may follow another; the first of a new generation when there is none before. */
export function successorOf(before: Version | undefined, body: string): Version {
  const token = randomUUID()
  return before === undefined
    ? { generation: token, number: 0, token, parent: '-', body }
    : {
        generation: before.generation,
        number: before.number + 1,
        token,
        parent: before.token,
        body,
      }
}

/**
 * Puts a version into an object's folder. Answers false when another writer was faster and this
 * version counts for nothing.
 *
 * @throws `outcome-unknown` when the version is in place but it cannot be found out whether it counts or
 * will outlast a loss of power.
 */
export async function publish(
  folder: string,
  next: Version,
  temporaryFolder: string,
): Promise<boolean> {
  if (!(await linkVersion(folder, next, temporaryFolder))) return false
  try {
    const counts = next.number === 0 || (await settle(folder, next))
    if (counts) await syncFolder(folder)
    return counts
  } catch (cause) {
    throw new DaypassError('outcome-unknown', `writing in ${folder} broke off`, { cause })
  }
}

/** What is written here is complete and synced before it gets the name by which it is found. */
async function linkVersion(folder: string, next: Version, temporary: string): Promise<boolean> {
  const file = join(temporary, randomUUID())
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  try {
    await writeSynced(file, textOf(next))
    if (next.number === 0) await mkdir(folder, { recursive: true, mode: 0o700 })
    await link(file, join(folder, fileOf(next)))
    return true
  } catch (error) {
    // ENOENT: a removal took the folder away, or the temporary file was taken for forgotten.
    if (hasCode(error, 'EEXIST', 'ENOENT')) return false
    throw error
  } finally {
    await unlinkIfThere(file)
  }
}

/**
 * Finds out whether a version that has its name counts, and clears what no longer does.
 *
 * A writer that was asleep may have linked a number that was used, replaced and removed meanwhile, or a
 * version of a generation that is gone. Numbers are removed only when two higher ones stand, so: with
 * nothing above it a version counts, with something above it it counts if that was made from it.
 */
export async function settle(folder: string, next: Version): Promise<boolean> {
  const { root, newest } = await readFolder(folder)
  let counts = root?.generation === next.generation
  if (counts && newest > next.number) {
    const child = await readVersion(folder, fileOf({ ...next, number: next.number + 1 }))
    counts = child?.parent === next.token
  }
  if (counts) await dropReplaced(folder, next)
  else await unlinkIfThere(join(folder, fileOf(next)))
  return counts
}

async function dropReplaced(folder: string, { generation, number }: Version): Promise<void> {
  for (const file of await namesIn(folder)) {
    const old = numberOf(file, generation)
    if (old > 0 && old < number - 1) await unlinkIfThere(join(folder, file))
  }
}

/**
 * Removes an object: unlinking its first version is the time it is gone; what remains counts for
 * nothing and is cleared by this process or a later one.
 */
export async function removeObject(folder: string, top: string): Promise<void> {
  await unlinkIfThere(join(folder, FIRST_FILE))
  const { files, root } = await readFolder(folder)
  // The names were read before the root: a generation that the root does not have will never come back.
  const later = files.filter((file) => file !== FIRST_FILE && isVersionFile(file))
  const dead = later.filter((file) => !belongsTo(file, root?.generation))
  for (const file of dead) await unlinkIfThere(join(folder, file))
  if (root === undefined) await removeEmptyFolders(folder, top)
}

function belongsTo(file: string, generation: string | undefined): boolean {
  return generation !== undefined && numberOf(file, generation) > 0
}

/** Upwards to the top, as long as they are empty. A writer who just made one of them makes it again. */
async function removeEmptyFolders(folder: string, top: string): Promise<void> {
  for (let path = folder; path !== top; path = dirname(path)) {
    try {
      await rmdir(path)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) return
    }
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows does not open folders; NTFS writes their changes in order by itself.
  if (process.platform === 'win32') return
  const handle = await openIfThere(folder)
  // The object was removed meanwhile, after this write.
  if (handle === undefined) return
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function openIfThere(folder: string): Promise<FileHandle | undefined> {
  try {
    return await open(folder, 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

async function unlinkIfThere(file: string): Promise<void> {
  try {
    await unlink(file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}
