import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/source-files.ts'

/** Every `credential_process` line for somebody to copy: of the pages, and of the help. */
export function documentedLines(): readonly string[] {
  const files = ['docs', 'cli/usage'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.(md|ts)$/.test(name))
      .map((name) => join(root, folder, name)),
  )
  return [join(root, 'README.md'), ...files].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/credential_process = ([^\n]*?)(?:['"],)?$/gm)].map(
      ([, line = '']) => line,
    ),
  )
}
