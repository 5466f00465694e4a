import type { Stats } from 'node:fs'
import { lstat, readFile, readdir, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { DaypassError } from '../core/errors.ts'
import {
  type EntryKind,
  type FileTree,
  sortEntries,
  type TreeEntry,
  walkToFolder,
} from './file-tree.ts'

/**
 * The files of a directory on this machine. No link leads out of it: what somebody else wrote could otherwise have any
 * file read, and quoted in the answer.
 */
export function directoryTree(directory: string, name = directory): FileTree {
  return {
    name,
    roleFiles: async (folder) => {
      const way = await walkToFolder(folder, async (path) => await kindAt(join(directory, path)))
      if (way !== 'folder') return way
      const place = join(directory, folder)
      const entries = await entriesOf(place)
      // As git has it, which keeps no empty folder and leaves one for a submodule.
      if (entries.length === 0) return undefined
      const { wanted, refused } = sortEntries(entries)
      const path = (file: string) => (folder === '' ? file : `${folder}/${file}`)
      return {
        files: await Promise.all(
          wanted.map(async ({ name: file }) => ({
            file: path(file),
            text: await textOf(join(place, file)),
          })),
        ),
        refused: refused.map(({ name: file, why }) => ({ file: path(file), why })),
      }
    },
    file: async (path) => {
      const place = await inside(directory, path)
      if (place === undefined || !(await lstat(place)).isFile()) return undefined
      return await textOf(place)
    },
  }
}

/** The real path of something below a directory; undefined where nothing is, or a link leads elsewhere. */
async function inside(directory: string, path: string): Promise<string | undefined> {
  try {
    const [top, place] = await Promise.all([realpath(directory), realpath(join(directory, path))])
    const way = relative(top, place)
    return way === '..' || way.startsWith('../') || isAbsolute(way) ? undefined : place
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function entriesOf(folder: string): Promise<readonly TreeEntry[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return await Promise.all(
      entries.map(async (entry): Promise<TreeEntry> => {
        const kind = kindOf(entry)
        const bytes = kind === 'file' ? (await lstat(join(folder, entry.name))).size : 0
        return { name: entry.name, kind, bytes }
      }),
    )
  } catch (cause) {
    throw new DaypassError('role-not-found', `the folder ${folder} cannot be read`, { cause })
  }
}

type Kinds = Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>

function kindOf(entry: Kinds): EntryKind {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isDirectory()) return 'folder'
  return entry.isFile() ? 'file' : 'other'
}

async function kindAt(path: string): Promise<EntryKind | undefined> {
  try {
    return kindOf(await lstat(path))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new DaypassError('role-not-found', `the file ${path} cannot be read`, { cause })
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ENOTDIR')
  )
}
