import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { GivenFile } from '../../import-vault/material.ts'
import { usageError } from '../error-text.ts'
import type { Context } from '../process/context.ts'

/** What was found under the paths of a command line. */
export interface ReadFiles {
  readonly files: readonly GivenFile[]
  /** Files of directories that hold nothing of what an import reads, each with the reason. */
  readonly passedOver: readonly PassedOver[]
}

/** A file that is not looked at, and why. */
interface PassedOver {
  readonly name: string
  readonly why: string
}

const ENDINGS = ['.json', '.tfstate', '.hcl', '.tf']
const BYTES_MAX = 64 * 1024 * 1024

/**
 * Reads files, all those of directories, and for `-` standard input.
 *
 * @throws `request-invalid` for a path where nothing can be read.
 */
export async function readFiles(context: Context, paths: readonly string[]): Promise<ReadFiles> {
  const found = await Promise.all(
    paths.map(async (path) => {
      if (path === '-')
        return {
          files: [{ file: 'standard input', text: await context.readInput() }],
          passedOver: [],
        }
      return await readPath(context.directory, path)
    }),
  )
  return {
    files: found.flatMap(({ files }) => files),
    passedOver: found.flatMap(({ passedOver }) => passedOver),
  }
}

async function readPath(directory: string, path: string): Promise<ReadFiles> {
  const place = resolve(directory, path)
  const found = await stat(place).catch(() => {
    throw usageError(`there is no file or directory ${JSON.stringify(path)}`)
  })
  if (!found.isDirectory()) return { files: [await readOne(place, path)], passedOver: [] }
  const entries = await readdir(place, { withFileTypes: true, recursive: true })
  const names = entries
    // A link could lead anywhere, and a hidden folder holds what Terraform or git keep.
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1))
    .filter((name) => !name.split(/[/\\]/).some((part) => part.startsWith('.')))
    .sort()
  const wanted = names.filter((name) => ENDINGS.includes(extname(name)))
  const files = await Promise.all(
    wanted.map(async (name) => await readOne(join(place, name), join(path, name))),
  )
  // What `vault read` leaves where there is nothing, and says so.
  const isEmpty = ({ text }: GivenFile): boolean => text.trim() === ''
  return {
    files: files.filter((file) => !isEmpty(file)),
    passedOver: [
      ...names
        .filter((name) => !wanted.includes(name))
        .map((name) => ({ name: join(path, name), why: 'no .json, .tfstate or .hcl' })),
      ...files.filter(isEmpty).map(({ file }) => ({ name: file, why: 'it is empty' })),
    ],
  }
}

async function readOne(place: string, file: string): Promise<GivenFile> {
  try {
    if ((await stat(place)).size > BYTES_MAX)
      throw usageError(`${file} has more than 64 MiB: hand in what belongs to Vault's engine alone`)
    return { file, text: await readFile(place, 'utf8') }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'request-invalid') throw cause
    throw usageError(`${file} cannot be read`)
  }
}
