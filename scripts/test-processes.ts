import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Folders whose tests call functions and leave the process as it was. */
const SHARING = [
  'action/unit',
  'aws',
  'core',
  'keys',
  'policy',
  'review',
  'role',
  'sandbox',
  'state',
  'trust',
]
const FILES_PER_PROCESS_MAX = 8
const HOOKS_AT_TOP = /^(?:before|after)(?:Each)?\(/m

/**
 * What node is to run, each in a process of its own: several files of a folder together where that may be, for then what
 * they share is loaded once, which is most of their time. A file with hooks at its top stays by itself: they would run for
 * the others' tests as well.
 *
 * @param files - below `root`, in order.
 * @param scratch - a folder for what imports several files.
 */
export function testProcesses(
  files: readonly string[],
  root: string,
  scratch: string,
): readonly string[] {
  const alone: string[] = []
  const together: Record<string, string[]> = {}
  for (const file of files) {
    const folder = SHARING.find((one) => file.startsWith(join('test', one, '/')))
    const hasHooks = HOOKS_AT_TOP.test(readFileSync(join(root, file), 'utf8'))
    if (folder === undefined || hasHooks) alone.push(file)
    else (together[folder.replace('/', '-')] ??= []).push(file)
  }
  const processes = Object.entries(together).flatMap(([folder, all]) =>
    chunksOf(all).map((some, n) => {
      const process = join(scratch, `${folder}-${n}.mjs`)
      const imports = some.map((file) => `import '${pathToFileURL(join(root, file)).href}'\n`)
      writeFileSync(process, imports.join(''))
      return process
    }),
  )
  return [...alone, ...processes]
}

function chunksOf(files: readonly string[]): readonly (readonly string[])[] {
  const chunks = Math.ceil(files.length / FILES_PER_PROCESS_MAX)
  const size = Math.ceil(files.length / chunks)
  return Array.from({ length: chunks }, (_, n) => files.slice(n * size, (n + 1) * size))
}
