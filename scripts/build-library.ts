import { rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import ts from 'typescript'
import { englishOnly } from './bundle/english-only.ts'
import { ES_MODULES } from './bundle/for-node.ts'
import { leanSdk } from './bundle/lean-sdk.ts'
import { yamlModules } from './bundle/yaml-modules.ts'
import { licensesOf } from './licenses-of.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundles what programs import, and writes its declarations, which need no other package's. */
export async function buildLibrary(outdir = `${root}/dist/library`): Promise<void> {
  await rm(outdir, { recursive: true, force: true })
  const { metafile } = await build({
    ...ES_MODULES,
    absWorkingDir: root,
    entryPoints: ['library/daypass.ts'],
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    // Names stay, so that a stack trace can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [
      englishOnly,
      yamlModules(root),
      leanSdk(root, ['assembly', 'aws', 'core', 'library', 'state']),
    ],
    legalComments: 'external',
    metafile: true,
  })
  await writeFile(`${outdir}/LICENSES.txt`, await licensesOf(root, metafile))
  for (const name of ['daypass', 'program-interface'])
    await writeFile(`${outdir}/${name}.d.ts`, declarationsOf(`${root}/library/${name}.ts`))
}

function declarationsOf(file: string): string {
  const settings = ts.readConfigFile(`${root}/tsconfig.json`, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(settings.config, ts.sys, root)
  const { outputText } = ts.transpileDeclaration(ts.sys.readFile(file) ?? '', {
    fileName: file,
    compilerOptions: { ...options, noEmit: false, declaration: true },
  })
  return outputText.replaceAll(/from '(\.\/[\w-]+)\.ts'/g, "from '$1.js'")
}
