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
      const load = `process.getBuiltinModule('${path}')`
      const isObject = typeof process.getBuiltinModule(path) === 'object'
      return {
        // What imports it copies its own properties, of which there are none, and keeps its prototype.
        contents: isObject
          ? `module.exports = Object.create(new Proxy({}, { get: (_, name) => ${load}[name] }))`
          : `module.exports = ${load}`,
      }
    })
  },
}
