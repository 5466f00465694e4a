/** The files of one side of a change: a checkout, or a revision that nobody has to check out. Nothing in them is run. */
export interface FileTree {
  /** As a person calls it. */
  readonly name: string
  /** The commit, where it is one. */
  readonly commit?: string
  /** The role files of a folder; undefined where there is no such folder. Folders below it are not looked into. */
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

/** What a folder lists, before anything of it is read. */
export interface TreeEntry {
  readonly name: string
  readonly kind: 'file' | 'link' | 'other'
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
    .filter(({ name, kind }) => kind !== 'other' && isRoleFileName(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const faults = roles.map((entry) => ({ entry, why: faultOf(entry) }))
  return {
    wanted: faults.flatMap(({ entry, why }) => (why === undefined ? [entry] : [])),
    refused: faults.flatMap(({ entry, why }) =>
      why === undefined ? [] : [{ name: entry.name, why }],
    ),
  }
}

function faultOf({ kind, bytes }: TreeEntry): string | undefined {
  if (kind === 'link') return LINK
  return bytes > BYTES_MAX ? TOO_LONG : undefined
}
