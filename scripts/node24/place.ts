import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The Node that GitHub's runner 2.336.0 brings for `using: node24`.
 * Source: https://github.com/actions/runner/blob/v2.336.0/src/Misc/externals.sh
 */
export const NODE24_VERSION = '24.19.0'

/** The npm package that holds it for this machine; npm compares its checksum. */
export const NODE24_PACKAGE = `node-${process.platform}-${process.arch}`

/** Where it lies once `scripts/node24.ts fetch` has run. */
export function node24Folder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return join(cache, 'daypass-node24', NODE24_VERSION)
}

/** The program, if this process is not one itself: undefined when it has not been fetched. */
export function node24(): string | undefined {
  if (process.versions.node.startsWith('24.')) return process.execPath
  const program = join(node24Folder(), 'node_modules', NODE24_PACKAGE, 'bin', 'node')
  return existsSync(program) ? program : undefined
}
