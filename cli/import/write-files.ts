import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ImportedRole } from '../../import-vault/import-roles.ts'
import type { ImportedStaticRole } from '../../import-vault/import-static-roles.ts'
import { usageError } from '../error-text.ts'
import type { FileResult, ImportOutcome } from './report-import.ts'

/**
 * Writes a new file; one that is there already is somebody's work, and left. Death midway leaves files that are whole or,
 * the last of them, cut short: then it differs and is left until it is removed.
 *
 * @throws `request-invalid` where nothing can be written.
 */
async function writeNew(
  directory: string,
  place: { readonly folder: string; readonly name: string },
  text: string,
): Promise<FileResult> {
  const folder = resolve(directory, place.folder)
  const file = join(folder, `${place.name}.yaml`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(file, text, { flag: 'wx' })
    return 'written'
  } catch (error) {
    const before = await readFile(file, 'utf8').catch(() => undefined)
    if (before === undefined)
      throw usageError(
        `${join(place.folder, `${place.name}.yaml`)} cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`,
      )
    return before === text ? 'unchanged' : 'left'
  }
}

/** Writes the file of an imported role, where there is none. */
export async function writeRole(
  directory: string,
  folder: string,
  one: ImportedRole | ImportedStaticRole,
): Promise<Omit<ImportOutcome, 'kind'>> {
  const { name, from, notes, problems, text } = one
  const outcome =
    problems.length > 0 ? 'refused' : await writeNew(directory, { folder, name }, text)
  return { name, from, notes, problems, outcome, file: join(folder, `${name}.yaml`) }
}
