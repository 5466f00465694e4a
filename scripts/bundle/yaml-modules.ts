import { join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Takes the ES modules of `yaml`, which it keeps for browsers, and not the CommonJS that it has for Node: of those
 * esbuild leaves out what is not used. Nothing but binary data and warnings differs.
 */
export function yamlModules(root: string): Plugin {
  const path = join(root, 'node_modules/yaml/browser/dist/index.js')
  return {
    name: 'yaml-modules',
    setup: (build) => {
      build.onResolve({ filter: /^yaml$/ }, () => ({ path, sideEffects: false }))
    },
  }
}
