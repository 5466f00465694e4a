import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The Node that GitHub's runner 2.336.0 brings for `using: node24`.
 * Source: https://github.com/actions/runner/blob/v2.336.0/src/Misc/externals.sh
 */
export const NODE24_VERSION = '24.19.0'

/** The oldest Node that daypass runs on: `engines` of package.json. */
export const OLDEST_VERSION = '20.19.0'

/** The npm package that holds Nodes for this machine; npm compares its checksum. */
export const NODE_PACKAGE = `node-${process.platform}-${process.arch}`

/** Where a version lies once `scripts/nodes.ts fetch` has run. */
export function nodeFolder(version: string): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return join(cache, 'daypass-nodes', version)
}

/** The program for Node 24, if this process is not one itself: undefined when it has not been fetched. */
export function node24(): string | undefined {
  return process.versions.node.startsWith('24.') ? process.execPath : fetchedNode(NODE24_VERSION)
}

/** The program of a version: undefined when it has not been fetched. */
export function fetchedNode(version: string): string | undefined {
  const program = join(nodeFolder(version), 'node_modules', NODE_PACKAGE, 'bin', 'node')
  return existsSync(program) ? program : undefined
}
