/**
 * Bundles what ships into `dist/`, so that it starts without reading hundreds of files. `npm ci` runs it as
 * `prepare`: `npx daypass` works in a fresh checkout.
 */
import { rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildBindings } from './build-bindings.ts'
import { buildLibrary } from './build-library.ts'
import { buildProvider } from './build-provider.ts'
import { bundleInParts } from './bundle/in-parts.ts'
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

/** Names are kept: a stack trace shows those of the source. */
async function bundleCli(): Promise<void> {
  const metafile = await bundleInParts({
    root,
    entry: 'cli/main.ts',
    outdir: 'dist/cli',
    target: 'node20.19',
    folders: ['cli', 'assembly', 'aws', 'core', 'state', 'prove', 'sandbox'],
    keepsNames: true,
  })
  await writeFile(`${root}/dist/cli/package.json`, '{ "type": "commonjs" }\n')
  await writeFile(`${root}/dist/cli/LICENSES.txt`, await licensesOf(root, metafile))
}
