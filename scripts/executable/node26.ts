import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/**
 * The Node inside the executable: it must not be younger than what the tests know, and only from 26 on does it make
 * executables by itself.
 * Source: https://nodejs.org/api/single-executable-applications.html
 */
const NODE26_VERSION = '26.10.0'

const PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

/** Where it lies once it has been fetched: the folder with `bin/node` and `LICENSE`. */
function node26Folder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return join(cache, 'daypass-node26', NODE26_VERSION, 'package')
}

/** The program in that folder; undefined when it has not been fetched. */
export function node26(): string | undefined {
  const program = join(node26Folder(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(program) ? program : undefined
}

/** Downloads it from npm (57 MB), which compares its check sum. Into a folder of its own first: half a fetch is none. */
export async function fetchNode26(): Promise<string> {
  const run = promisify(execFile)
  const folder = node26Folder()
  await mkdir(dirname(dirname(folder)), { recursive: true })
  const scratch = await mkdtemp(join(dirname(dirname(folder)), 'fetch-'))
  try {
    const what = `${PACKAGE}@${NODE26_VERSION}`
    await run('npm', ['pack', what, '--pack-destination', scratch, '--loglevel=error'])
    const archive = `${PACKAGE}-${NODE26_VERSION}.tgz`
    await run('tar', ['-xzf', archive, 'package/bin', 'package/LICENSE'], { cwd: scratch })
    await rm(join(scratch, archive))
    await rm(dirname(folder), { recursive: true, force: true })
    await rename(scratch, dirname(folder))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  const program = node26()
  if (program === undefined) throw new Error(`${PACKAGE} has no node in it`)
  return program
}
