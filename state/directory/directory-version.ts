import { readFile, readdir } from 'node:fs/promises'
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
  const [name, number] = file.split('.')
  return name === generation && number !== undefined ? Number(number) : -1
}

/**
 * Reads one version file; undefined when it is gone.
 *
 * @throws `state-invalid` when daypass cannot have written it.
 */
export async function readVersion(folder: string, file: string): Promise<Version | undefined> {
  const text = await readIfThere(join(folder, file))
  if (text === undefined) return undefined
  const [, generation, token, parent, body] = /^(\S+) (\S+) (\S+)\n(.*)$/s.exec(text) ?? []
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

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
