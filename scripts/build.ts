/**
 * Bundles what ships into `dist/`, so that it starts without reading hundreds of files. `npm ci` runs it as
 * `prepare`: `npx daypass` works in a fresh checkout.
 */
import { chmod, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildBindings } from './build-bindings.ts'
import { buildLibrary } from './build-library.ts'
import { buildProvider } from './build-provider.ts'
import { ES_MODULES } from './bundle/for-node.ts'
import { bundleSweepLambda } from './bundle-sweep-lambda.ts'
import { licensesOf } from './licenses-of.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

await rm(`${root}/dist`, { recursive: true, force: true })
await Promise.all([
  bundleCli(),
  buildLibrary(),
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
    ...ES_MODULES,
    absWorkingDir: root,
    entryPoints: ['cli/main.ts'],
    outdir: 'dist/cli',
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    legalComments: 'external',
    metafile: true,
  })
  await chmod(`${root}/dist/cli/main.js`, 0o755)
  await writeFile(`${root}/dist/cli/LICENSES.txt`, await licensesOf(root, metafile))
}
