/** The files of one side of a change: a checkout, or a revision that nobody has to check out. Nothing in them is run. */
export interface FileTree {
  /** As a person calls it. */
  readonly name: string
  /** The commit, where it is one. */
  readonly commit?: string
  /**
   * The role files of a folder; undefined where nothing is. Folders below it are not looked into. What is no folder, or is
   * reached by a link, a submodule or a file, is refused as a whole: it may hold other roles when they are used.
   */
  roleFiles(folder: string): Promise<FolderFiles | undefined>
  /** The text of a file; undefined where there is none, or something that is no plain file. */
  file(path: string): Promise<string | undefined>
}

/** A file and its text. */
export interface TextFile {
  /** Its path below the top of the tree, with slashes. */
  readonly file: string
  readonly text: string
}

/** What a folder holds. */
export interface FolderFiles {
  /** Sorted by path. */
  readonly files: readonly TextFile[]
  /** What looks like a role file and is not read, with the reason. */
  readonly refused: readonly { readonly file: string; readonly why: string }[]
}

/** What an entry of a folder is; `other` is a submodule, a socket and the like. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other'

/** What a folder lists, before anything of it is read. */
export interface TreeEntry {
  readonly name: string
  readonly kind: EntryKind
  readonly bytes: number
}

/** More than a role may have by far; read nonetheless, so that it is reported with the rest. */
const BYTES_MAX = 1024 * 1024

const LINK = 'it is a symbolic link: put the role itself here'
const TOO_LONG = 'it has more than 1 MiB: a role may have 256 KiB'

/** Whether a file of this name is a role: YAML or JSON, but no schema. */
export function isRoleFileName(name: string): boolean {
  return /^[^.].*\.(?:ya?ml|json)$/.test(name) && !name.endsWith('.schema.json')
}

/** Parts the entries of a folder into those to be read and those that must not be. */
export function sortEntries<Entry extends TreeEntry>(
  entries: readonly Entry[],
): {
  readonly wanted: readonly Entry[]
  readonly refused: readonly { readonly name: string; readonly why: string }[]
} {
  const roles = entries
    .filter(({ name, kind }) => (kind === 'file' || kind === 'link') && isRoleFileName(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const faults = roles.map((entry) => ({ entry, why: faultOf(entry) }))
  return {
    wanted: faults.flatMap(({ entry, why }) => (why === undefined ? [entry] : [])),
    refused: faults.flatMap(({ entry, why }) =>
      why === undefined ? [] : [{ name: entry.name, why }],
    ),
  }
}

const NO_FOLDER: Readonly<Record<Exclude<EntryKind, 'folder'>, string>> = {
  file: 'it is a file, where a folder of roles is looked for',
  link: 'it is a symbolic link, and what it leads to is not reviewed: put the folder itself here',
  other:
    'it is a submodule or the like, and what is in it is not reviewed: put the folder itself here',
}

/** A folder of which nothing is read. */
export function refusedFolder(path: string, why: string): FolderFiles {
  return { files: [], refused: [{ file: path === '' ? '.' : path, why }] }
}

/**
 * Walks to a folder from the top: `folder` when all on the way are folders, undefined where nothing is, and otherwise
 * what is refused in its place.
 *
 * @param kindOf - what is at a path, whose parents are folders
 */
export async function walkToFolder(
  folder: string,
  kindOf: (path: string) => Promise<EntryKind | undefined>,
): Promise<'folder' | FolderFiles | undefined> {
  const parts = folder.split('/').filter((part) => part !== '')
  for (const [index] of parts.entries()) {
    const path = parts.slice(0, index + 1).join('/')
    const kind = await kindOf(path)
    if (kind === undefined) return undefined
    if (kind !== 'folder') return refusedFolder(path, NO_FOLDER[kind])
  }
  return 'folder'
}

function faultOf({ kind, bytes }: TreeEntry): string | undefined {
  if (kind === 'link') return LINK
  return bytes > BYTES_MAX ? TOO_LONG : undefined
}
