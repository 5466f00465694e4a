/** Bundles the sweep for AWS Lambda into one file in a zip, the same bytes for the same source. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { build } from 'esbuild'
import { zipOf } from './zip-file.ts'

/** Some dependencies are CommonJS and call `require` for Node's own modules, which ES modules do not have. */
const REQUIRE_FOR_COMMONJS = `import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)`

/** Writes the package. `root` is the folder of the source. */
export async function bundleSweepLambda(root: string, file: string): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['bootstrap/sweep-lambda/handler.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_FOR_COMMONJS },
    legalComments: 'inline',
    logLevel: 'warning',
  })
  const [bundle] = outputFiles
  if (bundle === undefined) throw new TypeError('esbuild wrote nothing')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, zipOf([{ name: 'index.mjs', content: bundle.contents }]))
}
