import { DaypassError } from '../core/errors.ts'
import {
  type EntryKind,
  type FileTree,
  sortEntries,
  type TextFile,
  type TreeEntry,
  walkToFolder,
} from './file-tree.ts'
import { type GitPlace, runGit } from './run-git.ts'

/**
 * The commit that a revision names, as its full id; undefined where the repository has none of that name, or no
 * repository is here.
 */
export async function findCommit(revision: string, place: GitPlace): Promise<string | undefined> {
  // A name never becomes an option or a second argument.
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const { code, output } = await runGit(args, place)
  const commit = output.toString('utf8').trim()
  if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) return undefined
  // The name of a commit is known where only its children were fetched.
  const there = await runGit(['cat-file', '-e', commit], place)
  return there.code === 0 ? commit : undefined
}

/** The latest commit that two commits have in common; undefined where that is not known here. */
export async function findMergeBase(
  [one, other]: readonly [string, string],
  place: GitPlace,
): Promise<string | undefined> {
  const { code, output } = await runGit(['merge-base', one, other], place)
  return code === 0 ? output.toString('utf8').trim() : undefined
}

/**
 * The files of a commit, read from the objects of the repository: nothing is checked out.
 *
 * @param commit - a full id, as {@link findCommit} answers it
 */
export function gitTree(commit: string, name: string, place: GitPlace): FileTree {
  return {
    name,
    commit,
    roleFiles: async (folder) => {
      const way = await walkToFolder(folder, async (path) => {
        return (await entryAt(commit, path, place))?.kind
      })
      if (way !== 'folder') return way
      const entries = (await entriesOf(commit, folder, place)) ?? []
      const { wanted, refused } = sortEntries(entries)
      const path = (file: string) => (folder === '' ? file : `${folder}/${file}`)
      const texts = await blobs(
        wanted.map(({ id }) => id),
        place,
      )
      return {
        files: wanted.map(({ name: file }, index): TextFile => ({
          file: path(file),
          text: texts[index] ?? '',
        })),
        refused: refused.map(({ name: file, why }) => ({ file: path(file), why })),
      }
    },
    file: async (path) => {
      const found = await entryAt(commit, path, place)
      return found?.kind === 'file' ? (await blobs([found.id], place))[0] : undefined
    },
  }
}

interface GitEntry extends TreeEntry {
  readonly id: string
}

async function entryAt(
  commit: string,
  path: string,
  place: GitPlace,
): Promise<GitEntry | undefined> {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
  const own = path.slice(path.lastIndexOf('/') + 1)
  return (await entriesOf(commit, folder, place))?.find(({ name }) => name === own)
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  '100': 'file',
  '040': 'folder',
  '120': 'link',
}

const ENTRY = /^(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-)\t(.+)$/s

async function entriesOf(
  commit: string,
  folder: string,
  place: GitPlace,
): Promise<readonly GitEntry[] | undefined> {
  const args = ['ls-tree', '-l', '-z', '--full-tree', `${commit}:${folder}`]
  const { code, output } = await runGit(args, place)
  // The commit is there: it is the folder that is not.
  if (code !== 0) return undefined
  const lines = output.toString('utf8').split('\0')
  return lines.flatMap((line) => {
    const [, mode = '', , id = '', bytes = '', name = ''] = ENTRY.exec(line) ?? []
    if (id === '') return []
    return [{ name, kind: KINDS[mode.slice(0, 3)] ?? 'other', id, bytes: Number(bytes) || 0 }]
  })
}

/** The contents of objects, in their order, from one process. */
async function blobs(ids: readonly string[], place: GitPlace): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const { code, output } = await runGit(['cat-file', '--batch'], place, `${ids.join('\n')}\n`)
  const texts: string[] = []
  let at = 0
  while (code === 0 && texts.length < ids.length) {
    const end = output.indexOf('\n', at)
    const [, bytes] = /^[0-9a-f]+ blob (\d+)$/.exec(output.toString('utf8', at, end)) ?? []
    if (end < 0 || bytes === undefined) break
    const start = end + 1
    texts.push(output.toString('utf8', start, start + Number(bytes)))
    at = start + Number(bytes) + 1
  }
  if (texts.length === ids.length) return texts
  throw new DaypassError('request-invalid', 'git has not all files of the revision', {
    hint: 'fetch them first: a partial clone leaves files out',
  })
}
