import { DaypassError } from '../../core/errors.ts'
import {
  type EntryKind,
  type FileTree,
  refusedFolder,
  sortEntries,
  type TreeEntry,
  walkToFolder,
} from '../../role-files/file-tree.ts'
import type { GithubApi } from './github-api.ts'
import { listOf, numberField, textField } from './json-fields.ts'

/** Each file is a request, of which a job's token has 1,000 an hour; what both sides share counts once. */
const FILES_MAX = 300
/** Of a folder GitHub lists no more. */
const ENTRIES_MAX = 1_000
const TOO_LONG =
  'GitHub lists only 1,000 entries of a folder, and there may be more: check the repository out before this step, with fetch-depth: 0'
const REQUESTS_AT_ONCE = 8

/**
 * The files of a commit, read from GitHub: nothing is checked out.
 *
 * @param known - texts by their id, shared by both sides
 */
export function apiTree(commit: string, api: GithubApi, known: Map<string, string>): FileTree {
  return {
    name: commit.slice(0, 12),
    commit,
    roleFiles: async (folder) => {
      const way = await walkToFolder(folder, async (path) => {
        const found = await contents(api, path, commit)
        return found === undefined ? undefined : kindOf(found)
      })
      if (way !== 'folder') return way
      const entries = listOf(await contents(api, folder, commit)).map(entryOf)
      if (entries.length >= ENTRIES_MAX) return refusedFolder(folder, TOO_LONG)
      const { wanted, refused } = sortEntries(entries)
      if (wanted.length > FILES_MAX) throw tooMany(folder)
      const path = (file: string) => (folder === '' ? file : `${folder}/${file}`)
      const texts = await inTurns(wanted, async ({ id }) => {
        const text = known.get(id) ?? (await blob(api, id))
        known.set(id, text)
        return text
      })
      return {
        files: wanted.map(({ name }, index) => ({ file: path(name), text: texts[index] ?? '' })),
        refused: refused.map(({ name, why }) => ({ file: path(name), why })),
      }
    },
    file: async (path) => {
      const reply = await contents(api, path, commit)
      if (textField(reply, 'type') !== 'file') return undefined
      return await blob(api, textField(reply, 'sha') ?? '')
    },
  }
}

interface ApiEntry extends TreeEntry {
  readonly id: string
}

/** Source: https://docs.github.com/en/rest/repos/contents */
async function contents(api: GithubApi, path: string, commit: string): Promise<unknown> {
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const { status, body } = await api.request('GET', `/contents/${encoded}?ref=${commit}`)
  if (status === 404) return undefined
  if (status === 200) return body
  throw refusal(status)
}

function entryOf(entry: unknown): ApiEntry {
  return {
    name: textField(entry, 'name') ?? '',
    kind: kindOf(entry),
    id: textField(entry, 'sha') ?? '',
    bytes: numberField(entry, 'size') ?? 0,
  }
}

/** Source: https://docs.github.com/en/rest/git/blobs */
async function blob(api: GithubApi, id: string): Promise<string> {
  const { status, body } = await api.request('GET', `/git/blobs/${encodeURIComponent(id)}`)
  const content = textField(body, 'content')
  if (status !== 200) throw refusal(status)
  return Buffer.from(content ?? '', 'base64').toString('utf8')
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  file: 'file',
  dir: 'folder',
  symlink: 'link',
}

/** Of an entry of a list, or of what is answered of a path: a list for a folder. */
function kindOf(found: unknown): EntryKind {
  if (Array.isArray(found)) return 'folder'
  return KINDS[textField(found, 'type') ?? ''] ?? 'other'
}

async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = []
  for (let at = 0; at < items.length; at += REQUESTS_AT_ONCE) {
    done.push(...(await Promise.all(items.slice(at, at + REQUESTS_AT_ONCE).map(work))))
  }
  return done
}

function tooMany(folder: string): DaypassError {
  return new DaypassError(
    'state-unavailable',
    `${folder} has more than ${FILES_MAX} role files, too many for GitHub's API`,
    { hint: 'check the repository out before this step, with fetch-depth: 0' },
  )
}

function refusal(status: number): DaypassError {
  return new DaypassError('state-denied', `GitHub's API answered ${status} for the role files`, {
    hint: 'give the job "permissions: contents: read", and the step its token',
  })
}
