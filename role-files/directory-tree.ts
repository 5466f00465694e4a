import { lstat, readFile, readdir, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { DaypassError } from '../core/errors.ts'
import { type FileTree, sortEntries, type TreeEntry } from './file-tree.ts'

/**
 * The files of a directory on this machine. No link leads out of it: what somebody else wrote could otherwise have any
 * file read, and quoted in the answer.
 */
export function directoryTree(directory: string, name = directory): FileTree {
  return {
    name,
    roleFiles: async (folder) => {
      const place = await inside(directory, folder)
      if (place === undefined) return undefined
      const { wanted, refused } = sortEntries(await entriesOf(place))
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
        const kind = entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other'
        const bytes = kind === 'file' ? (await lstat(join(folder, entry.name))).size : 0
        return { name: entry.name, kind, bytes }
      }),
    )
  } catch (cause) {
    throw new DaypassError('role-not-found', `the folder ${folder} cannot be read`, { cause })
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
