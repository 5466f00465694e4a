import { posix } from 'node:path'
import { DaypassError } from '../core/errors.ts'
import { type FileTree, type FolderFiles, refusedFolder } from './file-tree.ts'
import { defined } from '../core/language/defined.ts'

/** Two sides of a change, and what is looked for in them. */
export interface ChangeToRead {
  readonly base: FileTree
  readonly head: FileTree
  /** The folder of role files, as {@link folderBelowTop} answers it. */
  readonly roles: string
  /** The path of the guardrail file below the top, if there is to be one. */
  readonly guardrail?: string
}

/** What both sides hold for a review. */
export interface ChangedFiles {
  readonly base: FolderFiles
  readonly head: FolderFiles
  /** Of the old side, as GitHub takes it; absent where that has none. */
  readonly codeOwners?: string
  readonly guardrail?: {
    readonly file: string
    readonly text: string
    /** Whether the change touches it. */
    readonly isChanged: boolean
    /** Whether it comes with the change: it may then forbid, and allow nothing. */
    readonly isNew: boolean
  }
}

/** Where GitHub looks for it, in this order. */
const CODE_OWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']

const GONE =
  'the folder is gone, and what stands in its place is not reviewed: keep it, with a file such as .gitkeep if no role is left'

const NO_FOLDER: FolderFiles = { files: [], refused: [] }

/**
 * Reads what a review needs of both sides. The guardrail file is that of the old side, so that a change cannot loosen
 * its own limits; where it comes with the change, its limits hold at once.
 *
 * @throws {@link DaypassError} `role-not-found` when neither side has the folder, `request-invalid` when neither has the
 * guardrail file.
 */
export async function readChange({
  base,
  head,
  roles,
  guardrail,
}: ChangeToRead): Promise<ChangedFiles> {
  const [folders, codeOwners, limits] = await Promise.all([
    readFolders({ base, head, folder: roles }),
    firstOf(base, CODE_OWNERS),
    guardrail === undefined ? undefined : readGuardrailText({ base, head }, guardrail),
  ])
  return { ...folders, ...defined({ codeOwners, guardrail: limits }) }
}

/**
 * The files of a folder on both sides.
 *
 * @throws {@link DaypassError} `role-not-found` when neither side has it
 */
export async function readFolders({
  base,
  head,
  folder,
}: Pick<ChangeToRead, 'base' | 'head'> & { readonly folder: string }): Promise<
  Pick<ChangedFiles, 'base' | 'head'>
> {
  const [before, after] = await Promise.all([base.roleFiles(folder), head.roleFiles(folder)])
  if (before === undefined && after === undefined) {
    throw new DaypassError(
      'role-not-found',
      `neither ${base.name} nor ${head.name} has a folder ${folder === '' ? '.' : folder}`,
      {
        reason: { is: 'folder-not-in-repository' },
        hint: 'name the folder of role files, as it is called below the top of the repository',
      },
    )
  }
  return { base: before ?? NO_FOLDER, head: after ?? refusedFolder(folder, GONE) }
}

/**
 * A folder as a tree knows it: `./roles/` is `roles`, and `.` the top.
 *
 * @throws {@link DaypassError} `request-invalid` for one that is not below the top
 */
export function folderBelowTop(folder: string): string {
  const path = posix.normalize(folder.replaceAll('\\', '/')).replace(/\/$/, '')
  if (path === '.') return ''
  if (!posix.isAbsolute(path) && path !== '..' && !path.startsWith('../')) return path
  throw new DaypassError('request-invalid', `${JSON.stringify(folder)} is not below the top`, {
    reason: { is: 'folder-not-in-repository' },
    hint: 'name the folder of role files as it is called in the repository, such as roles',
  })
}

/**
 * The guardrail file as the old side has it, or, where it comes with the change, as the new one has.
 *
 * @throws {@link DaypassError} `request-invalid` when neither side has it
 */
export async function readGuardrailText(
  { base, head }: Pick<ChangeToRead, 'base' | 'head'>,
  file: string,
): Promise<ChangedFiles['guardrail']> {
  const [before, after] = await Promise.all([base.file(file), head.file(file)])
  const text = before ?? after
  if (text !== undefined)
    return { file, text, isChanged: before !== after, isNew: before === undefined }
  throw new DaypassError(
    'request-invalid',
    `neither ${base.name} nor ${head.name} has the guardrail file ${file}`,
  )
}

async function firstOf(tree: FileTree, paths: readonly string[]): Promise<string | undefined> {
  const texts = await Promise.all(paths.map(async (path) => await tree.file(path)))
  return texts.find((text) => text !== undefined)
}
