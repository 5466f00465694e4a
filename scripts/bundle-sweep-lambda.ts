/** Bundles the sweep for AWS Lambda into one file in a zip, the same bytes for the same source. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { build } from 'esbuild'
import { ES_MODULES } from './bundle/for-node.ts'
import { zipOf } from './zip-file.ts'

/** Writes the package. `root` is the folder of the source. */
export async function bundleSweepLambda(root: string, file: string): Promise<void> {
  const { outputFiles } = await build({
    ...ES_MODULES,
    absWorkingDir: root,
    entryPoints: ['bootstrap/sweep-lambda/handler.ts'],
    write: false,
    target: 'node22',
    legalComments: 'inline',
  })
  const [bundle] = outputFiles
  if (bundle === undefined) throw new TypeError('esbuild wrote nothing')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, zipOf([{ name: 'index.mjs', content: bundle.contents }]))
}
