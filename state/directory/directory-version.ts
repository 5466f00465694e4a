import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DaypassError } from '../../core/errors.ts'
import { hasCode } from './directory-error.ts'

/**
 * One version of an object: a file in the object's folder, written once and never changed. The first
 * is named `0`; whether it is there decides whether the object is. The n-th after it is named
 * `<generation>.<n>`, so that what a slow writer leaves behind in the folder of an object that was
 * removed and made anew counts for nothing.
 */
export interface Version {
  /** Random, chosen with the first version. */
  readonly generation: string
  /** Counts from 0. */
  readonly number: number
  /** Random, of this version alone. */
  readonly token: string
  /** Token of the version it replaced; `-` for the first. */
  readonly parent: string
  readonly body: string
}

/** Name of the file with an object's first version. */
export const FIRST_FILE = '0'

/** Generations are UUIDs, and numbers are written without signs, points and zeros before them. */
const LATER_FILE = /^([\da-f-]{36})\.([1-9]\d{0,14})$/

/** No document of daypass comes near it. */
const BYTES_MAX = 16 * 1024 * 1024

/** The file's name within the object's folder. */
export function fileOf({ generation, number }: Pick<Version, 'generation' | 'number'>): string {
  return number === 0 ? FIRST_FILE : `${generation}.${number}`
}

/** The file's text: a line of three words, then the body as it is. */
export function textOf({ generation, token, parent, body }: Version): string {
  return `${generation} ${token} ${parent}\n${body}`
}

/** What is left in an object's folder at one time, read so that it fits together. */
export interface Folder {
  /** All file names in it. */
  readonly files: readonly string[]
  /** The first version; undefined when there is no object. */
  readonly root: Version | undefined
  /** Number of the newest version of the root's generation. */
  readonly newest: number
}

/**
 * Reads an object's folder: the names first, the root afterwards. The newest version of a generation is
 * never removed before the root, so if the root is there, the names were complete.
 */
export async function readFolder(folder: string): Promise<Folder> {
  const files = await namesIn(folder)
  const root = await readVersion(folder, FIRST_FILE)
  const numbers = root === undefined ? [] : files.map((file) => numberOf(file, root.generation))
  return { files, root, newest: Math.max(0, ...numbers) }
}

/** Number of a version file that belongs to a generation and is not its root; -1 for other files. */
export function numberOf(file: string, generation: string): number {
  const [, name, number] = LATER_FILE.exec(file) ?? []
  return name === generation ? Number(number) : -1
}

/** Whether a file has the name of a version, of any generation. Others in an object's folder mean nothing. */
export function isVersionFile(file: string): boolean {
  return file === FIRST_FILE || LATER_FILE.test(file)
}

/**
 * Reads one version file; undefined when it is gone.
 *
 * @throws `state-invalid` when daypass cannot have written it.
 */
export async function readVersion(folder: string, file: string): Promise<Version | undefined> {
  const read = await readIfThere(join(folder, file))
  if (read === undefined) return undefined
  const [, generation, token, parent, body] = /^(\S+) (\S+) (\S+)\n(.*)$/s.exec(read.text) ?? []
  if (!generation || !token || !parent || body === undefined) {
    throw new DaypassError('state-invalid', `${join(folder, file)} is not a file of daypass`, {
      hint: 'restore it from a backup, or remove it once nothing in AWS stands behind it',
    })
  }
  const number = file === FIRST_FILE ? 0 : numberOf(file, generation)
  return { generation, number, token, parent, body }
}

/** Names in a folder; none when there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

/** Undefined when it is gone. Neither a link is followed nor a pipe waited for: they are empty texts. */
async function readIfThere(file: string): Promise<{ readonly text: string } | undefined> {
  try {
    // Windows has the first of them alone, and takes the others for 0.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
    const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      const found = await handle.stat()
      const isText = found.isFile() && found.size <= BYTES_MAX
      return { text: isText ? await handle.readFile('utf8') : '' }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    if (hasCode(error, 'ELOOP', 'ENXIO', 'EISDIR')) return { text: '' }
    throw error
  }
}
