import type { Stats } from 'node:fs'
import { lstat, readlink } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { DaypassError } from '../../core/errors.ts'
import { hasCode } from './directory-error.ts'
import { isVersionFile, namesIn } from './directory-version.ts'

/** So many links one after the other lead nowhere, as Linux says it too. */
const LINKS_MAX = 40

/** What each bit of a mode allows. */
const MODE = { othersWrite: 0o022, sticky: 0o1000 }

/** Looks at a part of a state directory before it is read or written. Both throw `state-unsafe` with the cure, and `state-not-found`. */
export interface FolderCheck {
  /** All from the root of the file system down to a folder, which need not be there. */
  readonly folder: (folder: string) => Promise<void>
  /** The folder of an object, and the files of its versions. */
  readonly object: (folder: string) => Promise<void>
}

/** For a directory that may be shared: it is taken as it is. */
export const uncheckedFolders: FolderCheck = {
  folder: () => Promise.resolve(),
  object: () => Promise.resolve(),
}

/** Makes sure that nobody but the user of this process and the superuser can change a state directory. */
export function ownFolders(directory: string): FolderCheck {
  // What was found in order, nobody else can change any more. What is not there may still be made by somebody else.
  const known = new Set<string>()
  const folder = async (path: string): Promise<void> => {
    if (!known.has(directory) && (await requireOwnDirectory(directory))) known.add(directory)
    await requireOwnFolder(directory, path, known)
  }
  return {
    folder,
    object: async (path) => {
      await folder(path)
      await requireOwnVersions(path)
    },
  }
}

/**
 * Whether a directory is there. Nobody but the user of this process and the superuser can then change what its path leads to:
 * neither the directory, nor one above it, nor a link on the way, as `ssh` looks at its keys. Of a directory with the sticky bit,
 * such as `/tmp`, others can change only what they own. Windows has no modes, and none are looked at.
 *
 * @throws `state-unsafe` with the way to cure it, `state-not-found` for what is no directory.
 */
async function requireOwnDirectory(directory: string): Promise<boolean> {
  const ahead = partsOf(directory)
  let at = resolve(directory, sep)
  requireOwn(at, await lstat(at), ahead.length > 0)
  for (let links = 0, part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    const path = resolve(at, part)
    const found = await lstatIfThere(path)
    if (found === undefined) return false
    if (found.isSymbolicLink() && links++ < LINKS_MAX) {
      requireOwner(path, found)
      const target = await readlink(path)
      if (isAbsolute(target)) at = resolve(target, sep)
      ahead.unshift(...partsOf(target))
    } else {
      requireDirectory(path, found)
      requireOwn(path, found, ahead.length > 0)
      at = path
    }
  }
  return true
}

/**
 * Looks at every folder from below the top down to one: none may be a link, of another owner, or written by others.
 *
 * @param known - folders that were looked at already: nobody else can change them any more.
 * @throws `state-unsafe`, `state-invalid` for a file where a folder belongs.
 */
async function requireOwnFolder(top: string, folder: string, known: Set<string>): Promise<void> {
  let at = top
  for (const part of partsOf(relative(top, folder))) {
    at = join(at, part)
    if (known.has(at)) continue
    const found = await lstatIfThere(at)
    if (found === undefined) return
    requireNoLink(at, found)
    if (!found.isDirectory()) throw strayFile(at)
    requireOwn(at, found, false)
    if (at !== folder) known.add(at)
  }
}

/**
 * Looks at the files of an object's versions in the same way.
 *
 * @throws `state-unsafe`.
 */
async function requireOwnVersions(folder: string): Promise<void> {
  for (const name of (await namesIn(folder)).filter(isVersionFile)) {
    const file = join(folder, name)
    const found = await lstatIfThere(file)
    if (found === undefined) continue
    requireNoLink(file, found)
    requireOwn(file, found, false)
  }
}

function requireOwn(path: string, found: Stats, maySticky: boolean): void {
  if (process.platform === 'win32') return
  requireOwner(path, found)
  const isSticky = maySticky && (found.mode & MODE.sticky) !== 0
  if ((found.mode & MODE.othersWrite) === 0 || isSticky) return
  throw shared(`others may write ${path}`, `run chmod go-w ${shellWord(path)}`)
}

function requireOwner(path: string, { uid }: Stats): void {
  const own = process.geteuid?.()
  if (own === undefined || uid === own || uid === 0) return
  const message = `${path} belongs to another user, of the number ${uid}`
  throw shared(message, `run chown ${own} ${shellWord(path)}`)
}

function requireNoLink(path: string, found: Stats): void {
  if (!found.isSymbolicLink()) return
  const cure = `take it away with rm ${shellWord(path)}`
  throw shared(`${path} is a symbolic link`, cure)
}

function requireDirectory(path: string, found: Stats): void {
  if (found.isDirectory()) return
  const message = found.isSymbolicLink()
    ? `${path} is a link without an end`
    : `${path} is not a directory`
  throw new DaypassError('state-not-found', message, { hint: 'name a directory in the state URL' })
}

function strayFile(path: string): DaypassError {
  const message = `${path} is a file where a folder of the state belongs`
  return new DaypassError('state-invalid', message, { hint: 'move it away' })
}

function shared(message: string, cure: string): DaypassError {
  return new DaypassError('state-unsafe', `the state directory is not yours alone: ${message}`, {
    hint: cure,
    reason: { is: 'directory-shared', cure },
  })
}

function partsOf(path: string): string[] {
  return path.split(sep).filter((part) => part !== '')
}

function shellWord(path: string): string {
  return /^[\w./=@-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}

async function lstatIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
