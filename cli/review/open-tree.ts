import { stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { FileTree } from '../../role-files/file-tree.ts'
import type { Context } from '../process/context.ts'
import { usageError } from '../error-text.ts'

/** One side of a review: a directory, or a revision of the repository here. */
export interface Side {
  readonly kind: 'directory' | 'revision'
  readonly tree: FileTree
}

/**
 * Finds what `--base` or `--head` names: a directory, or a revision of git. A change may bring a folder that is called like
 * the branch it is compared with, so a name that is both is refused; `./main` is always the folder.
 *
 * @throws `request-invalid` when it is neither, or both
 */
export async function openTree(
  option: '--base' | '--head',
  name: string,
  context: Pick<Context, 'directory' | 'env'>,
): Promise<Side> {
  const path = isAbsolute(name) ? name : join(context.directory, name)
  const { findCommit, gitTree } = await import('../../role-files/git-tree.ts')
  const isPath = isAbsolute(name) || /^\.\.?(\/|$)/.test(name)
  const [isFolder, commit] = await Promise.all([
    isDirectory(path),
    isPath ? undefined : findCommit(name, context),
  ])
  if (isFolder && commit !== undefined) {
    throw usageError(
      `${option} is ${JSON.stringify(name)}, which is a directory and a revision of git as well`,
      `write ./${name} for the directory, and refs/heads/${name} or the commit for the revision`,
    )
  }
  if (isFolder) {
    const { directoryTree } = await import('../../role-files/directory-tree.ts')
    return { kind: 'directory', tree: directoryTree(path, name) }
  }
  if (commit === undefined) {
    throw usageError(
      `${option} is ${JSON.stringify(name)}, neither a directory nor a revision that git has here`,
      'a revision is a branch, a tag or a commit; in a shallow clone, fetch it first',
    )
  }
  return { kind: 'revision', tree: gitTree(commit, nameOf(name, commit), context) }
}

/** A branch moves: the comment says where it was. */
function nameOf(name: string, commit: string): string {
  const short = commit.slice(0, 12)
  return commit.startsWith(name) ? short : `${name} ${short}`
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
