/** Bundles the Action into `action/dist`, which is committed: a runner fetches the repository and runs what is there. */
import { rm, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Plugin, build as bundle } from 'esbuild'
import { licensesOf } from './licenses-of.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const outdir = `${root}/action/dist`

/** Some dependencies are CommonJS and call `require` for Node's own modules, which ES modules do not have. */
const REQUIRE_FOR_COMMONJS = `import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)`

/**
 * Leaves out of `@actions/core` what the Action does not use: its own fetch of the OIDC token with a whole HTTP client
 * behind it (25 ms to load; see `action/identity/job-token.ts`), and asking the platform through child processes.
 */
const withoutHttpClient: Plugin = {
  name: 'without-http-client',
  setup: (build) => {
    build.onResolve({ filter: /^\.\/(?:oidc-utils|platform)\.js$/ }, ({ path, importer }) =>
      /[\\/]@actions[\\/]core[\\/]lib[\\/]core\.js$/.test(importer)
        ? { path, namespace: 'left-out', sideEffects: false }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: 'export class OidcClient {}',
    }))
  },
}

/**
 * Takes Node's own modules when something of them is first used, and not through `import`: an `import` of `node:http`
 * reads every property of it, and with that loads all of undici for `http.WebSocket`: 20 ms.
 *
 * Source: https://github.com/nodejs/node/blob/main/lib/internal/bootstrap/realm.js (`getESMFacade`, `syncExports`)
 */
const lazyBuiltins: Plugin = {
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

/** Leaves out zod's texts in forty languages: daypass has its own words, and English serves for the rest. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup: (build) => {
    build.onResolve({ filter: /^\.\.\/locales\/index\.js$/ }, ({ path, importer }) =>
      /[\\/]zod[\\/]v4[\\/]/.test(importer)
        ? { path, namespace: 'no-locales', sideEffects: false }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'no-locales' }, () => ({ contents: 'export {}' }))
  },
}

await rm(outdir, { recursive: true, force: true })
const { metafile } = await bundle({
  absWorkingDir: root,
  entryPoints: ['action/main.ts', 'action/post.ts', 'action/sweep.ts', 'action/credentials.ts'],
  outdir: 'action/dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // A package's ES modules before its CommonJS twin: only those can be split and stripped of what is unused.
  mainFields: ['module', 'main'],
  banner: { js: REQUIRE_FOR_COMMONJS },
  plugins: [withoutHttpClient, lazyBuiltins, englishOnly],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
})
await writeFile(`${outdir}/package.json`, '{ "type": "module" }\n')
await writeFile(`${outdir}/LICENSES.txt`, await licensesOf(root, metafile))
