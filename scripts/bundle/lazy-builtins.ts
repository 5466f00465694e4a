import { builtinModules } from 'node:module'
import type { Plugin } from 'esbuild'

/**
 * Takes Node's own modules when something of them is first used, and not through `import`: an `import` of `node:http`
 * reads every property of it, and with that loads all of undici for `http.WebSocket`: 20 ms.
 *
 * Source: https://github.com/nodejs/node/blob/main/lib/internal/bootstrap/realm.js (`getESMFacade`, `syncExports`)
 */
export const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup: (build) => {
    build.onResolve({ filter: /^(?:node:)?[a-z0-9_]+(?:\/[a-z]+)?$/ }, ({ path }) => {
      const name = path.replace('node:', '')
      return builtinModules.includes(name)
        ? { path: name, namespace: 'builtin', sideEffects: false }
        : undefined
    })
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const exported: unknown = process.getBuiltinModule(path)
      const load = `process.getBuiltinModule(${JSON.stringify(path)})`
      if (typeof exported !== 'object' || exported === null)
        return { contents: `module.exports = ${load}` }
      const names = JSON.stringify(Object.keys(exported))
      return {
        contents: `for (const name of ${names}) Object.defineProperty(exports, name, { enumerable: true, get: () => ${load}[name] })`,
      }
    })
  },
}
