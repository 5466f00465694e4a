import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { WorkflowFile } from '../../import-workflow/find-steps.ts'
import { usageError } from '../error-text.ts'

const YAML = /\.ya?ml$/

/**
 * Reads the workflows and the actions of its own under a repository, all YAML files of another directory, or one file.
 *
 * @throws `request-invalid` where nothing can be read.
 */
export async function findWorkflows(
  directory: string,
  path: string,
): Promise<readonly WorkflowFile[]> {
  const place = resolve(directory, path)
  const found = await stat(place).catch(() => undefined)
  if (found === undefined) throw usageError(`there is no file or directory ${JSON.stringify(path)}`)
  if (!found.isDirectory()) return [await readOne(place, path)]
  const ofGithub = await yamlIn(join(place, '.github'))
  const names =
    ofGithub.length > 0 ? ofGithub.map((name) => join('.github', name)) : await yamlIn(place)
  return await Promise.all(names.map(async (name) => await readOne(join(place, name), name)))
}

async function yamlIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && YAML.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

async function readOne(place: string, file: string): Promise<WorkflowFile> {
  const text = await readFile(place, 'utf8').catch(() => {
    throw usageError(`${file} cannot be read`)
  })
  return { file, text }
}

/** OWNER/NAME of the repository at a path, as its remote is called on github.com; undefined where it has none. */
export async function repositoryAt(directory: string, path: string): Promise<string | undefined> {
  const config = await readFile(join(resolve(directory, path), '.git', 'config'), 'utf8').catch(
    () => '',
  )
  return /^\s*url\s*=\s*\S*github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\s*$/m.exec(config)?.[1]
}
