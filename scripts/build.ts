/**
 * Bundles what ships into `dist/`, so that it starts without reading hundreds of files. `npm ci` runs it as
 * `prepare`: `npx daypass` works in a fresh checkout.
 */
import { chmod, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildBindings } from './build-bindings.ts'
import { buildProvider } from './build-provider.ts'
import { bundleSweepLambda } from './bundle-sweep-lambda.ts'
import { licensesOf } from './licenses-of.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Some dependencies are CommonJS and call `require` for Node's own modules, which ES modules do not have. */
const REQUIRE_FOR_COMMONJS = `import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)`

await rm(`${root}/dist`, { recursive: true, force: true })
await Promise.all([
  bundleCli(),
  buildProvider(),
  buildBindings(),
  bundleSweepLambda(root, `${root}/dist/sweep-lambda.zip`),
])

/**
 * The SDK's clients are imported on first use: splitting leaves each in chunks of its own, so `daypass --help`
 * never reads them. Nothing is minified: a stack trace shows the names of the source.
 */
async function bundleCli(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['cli/main.ts'],
    outdir: 'dist/cli',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // A package's ES modules before its CommonJS twin: only those can be split and stripped of what is unused.
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_FOR_COMMONJS },
    // The SDK's advice about Node 20 is for who chooses its version, which is pinned here, not for who runs a command.
    define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
    legalComments: 'external',
    metafile: true,
    logLevel: 'warning',
  })
  await chmod(`${root}/dist/cli/main.js`, 0o755)
  await writeFile(`${root}/dist/cli/LICENSES.txt`, await licensesOf(root, metafile))
}
