import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from './directory-error.ts'
import { segmentOf } from './directory-path.ts'
import { FIRST_FILE } from './directory-version.ts'

/** Which keys are wanted. */
export interface WantedKeys {
  readonly prefix: string
  /** Only keys after this one; empty for all. */
  readonly after: string
  /** Looks at a folder before it is read, and throws where it may not be. */
  readonly check: (folder: string) => Promise<void>
}

/**
 * Keys below a folder in byte order, read folder by folder as they are asked for. Files that lie about are passed over.
 *
 * @param start - what all keys of this folder begin with: empty, or ending in a slash.
 */
export async function* listKeys(
  folder: string,
  wanted: WantedKeys,
  start = '',
): AsyncGenerator<string, void, undefined> {
  await wanted.check(folder)
  for (const { key, file, isTree } of await entriesOf(folder, start)) {
    if (!mayHoldWanted(key, isTree, wanted)) continue
    if (isTree) yield* listKeys(join(folder, file), wanted, key)
    else if (await isThere(join(folder, file, FIRST_FILE))) yield key
  }
}

interface Entry {
  /** The key, or what all keys of a tree begin with. */
  readonly key: string
  readonly file: string
  readonly isTree: boolean
}

/** A tree sorts by its name with the slash, as its keys do. */
async function entriesOf(folder: string, start: string): Promise<readonly Entry[]> {
  const entries = (await folderNames(folder)).flatMap((file): Entry[] => {
    const segment = segmentOf(file)
    if (segment === undefined) return []
    const isTree = segment.kind === 'tree'
    return [{ key: start + segment.name + (isTree ? '/' : ''), file, isTree }]
  })
  return entries.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Names of folders, and of links, which may lead to one; no file among them is daypass's. */
async function folderNames(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.flatMap((entry) =>
      entry.isDirectory() || entry.isSymbolicLink() ? [entry.name] : [],
    )
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

function mayHoldWanted(key: string, isTree: boolean, { prefix, after }: WantedKeys): boolean {
  if (!isTree) return key.startsWith(prefix) && key > after
  const fits = key.startsWith(prefix) || prefix.startsWith(key)
  return fits && (key > after || after.startsWith(key))
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false
    throw error
  }
}
