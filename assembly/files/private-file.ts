import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { DaypassError } from '../../core/errors.ts'
import type { Random } from '../../core/lease/lease-id.ts'

/**
 * A file's text; undefined when there is none.
 *
 * @throws `request-invalid` for what is not a plain file: a link may lead to a place that others read.
 */
export function readPrivateFile(path: string): string | undefined {
  return readPrivateBytes(path)?.toString('utf8')
}

/** As {@link readPrivateFile}, whatever its bytes are. */
export function readPrivateBytes(path: string): Buffer | undefined {
  return isPlainFile(path) ? readFileSync(path) : undefined
}

/** Who may read and write a file, as `0o600`. */
export function fileMode(path: string): number {
  return statSync(path).mode & 0o777
}

/**
 * Writes a file in one step: others see the old text or the new one, and so does who comes after a crash. Its directory
 * is made where it is missing.
 *
 * @param mode - its owner alone reads it where nothing else is said.
 * @throws `request-invalid` for what is not a plain file.
 */
export function writePrivateFile(
  path: string,
  text: string | Buffer,
  random: Random,
  mode = 0o600,
): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  isPlainFile(path)
  const beside = `${path}.${Buffer.from(random(8)).toString('hex')}`
  const file = openSync(beside, 'wx', 0o600)
  try {
    try {
      writeFileSync(file, text)
      if (mode !== 0o600) fchmodSync(file, mode)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/**
 * Writes something into a directory and takes it away again.
 *
 * @throws what the system says where nothing can be written: it is read-only, or full; `request-invalid` for a link.
 */
export function tryToWrite(directory: string, random: Random): void {
  const file = `${directory}/.daypass-${Buffer.from(random(8)).toString('hex')}`
  writePrivateFile(file, ' '.repeat(4096), random)
  rmSync(file)
}

/** Appends a line, on the disk when this returns. */
export function appendDurably(path: string, line: string): void {
  const file = openSync(path, 'a', 0o600)
  try {
    writeSync(file, `${line}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function isPlainFile(path: string): boolean {
  for (const one of [dirname(path), path]) {
    const found = lstatSync(one, { throwIfNoEntry: false })
    if (found === undefined) return false
    if (one === path ? found.isFile() : found.isDirectory()) continue
    throw new DaypassError(
      'request-invalid',
      `${one} is not a plain ${one === path ? 'file' : 'directory'}`,
      {
        hint: 'credentials are not written through links: remove it',
      },
    )
  }
  return true
}
