/**
 * The Node with which GitHub runs an action, for the tests and the benchmark.
 *
 *   npx tsx scripts/node24.ts fetch    downloads it from npm (120 MB) into the user's cache; installs nothing
 *   npx tsx scripts/node24.ts path     prints where it is; fails if it is not there
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { NODE24_PACKAGE, NODE24_VERSION, node24, node24Folder } from './node24/place.ts'

const word = process.argv[2]
if (word !== 'fetch' && word !== 'path') {
  process.stderr.write('error: usage: scripts/node24.ts fetch|path\n')
  process.exit(2)
}
if (word === 'fetch' && node24() === undefined) fetchNode()
printPath()

/** Into a folder of its own first: a fetch that dies midway leaves nothing that looks complete. */
function fetchNode(): void {
  const folder = node24Folder()
  mkdirSync(dirname(folder), { recursive: true })
  const scratch = mkdtempSync(join(dirname(folder), 'fetch-'))
  try {
    const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const what = `${NODE24_PACKAGE}@${NODE24_VERSION}`
    execFileSync('npm', ['install', '--prefix', scratch, ...quiet, what], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    rmSync(folder, { recursive: true, force: true })
    renameSync(scratch, folder)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function printPath(): void {
  const program = node24()
  if (program === undefined) {
    process.stderr.write('error: there is no Node 24: run "npx tsx scripts/node24.ts fetch"\n')
    process.exit(1)
  }
  process.stdout.write(`${program}\n`)
}
