/**
 * Nodes for the tests and the benchmark besides this one: that with which GitHub runs an action, and the oldest that
 * daypass runs on.
 *
 *   npx tsx scripts/nodes.ts fetch    downloads them from npm (120 MB each) into the user's cache; installs nothing
 *   npx tsx scripts/nodes.ts path     prints where Node 24 is; fails if it is not there
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  NODE24_VERSION,
  NODE_PACKAGE,
  OLDEST_VERSION,
  fetchedNode,
  node24,
  nodeFolder,
} from './nodes/place.ts'

const word = process.argv[2]
if (word !== 'fetch' && word !== 'path') {
  process.stderr.write('error: usage: scripts/nodes.ts fetch|path\n')
  process.exit(2)
}
if (word === 'fetch') {
  if (node24() === undefined) fetchNode(NODE24_VERSION)
  if (fetchedNode(OLDEST_VERSION) === undefined) fetchNode(OLDEST_VERSION)
}
printPath()

/** Into a folder of its own first: a fetch that dies midway leaves nothing that looks complete. */
function fetchNode(version: string): void {
  const folder = nodeFolder(version)
  mkdirSync(dirname(folder), { recursive: true })
  const scratch = mkdtempSync(join(dirname(folder), 'fetch-'))
  try {
    const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const what = `${NODE_PACKAGE}@${version}`
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
    process.stderr.write('error: there is no Node 24: run "npx tsx scripts/nodes.ts fetch"\n')
    process.exit(1)
  }
  process.stdout.write(`${program}\n`)
}
