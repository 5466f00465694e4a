import { chmod, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { englishOnly } from './bundle/english-only.ts'
import { ES_MODULES } from './bundle/for-node.ts'
import { lazyBuiltins } from './bundle/lazy-builtins.ts'
import { leanSdk } from './bundle/lean-sdk.ts'
import { yamlModules } from './bundle/yaml-modules.ts'
import { licensesOf } from './licenses-of.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The file that Terraform looks for and starts. */
export const PROVIDER_PROGRAM = 'terraform-provider-daypass'

/**
 * Terraform shows the first line on standard output where it is no handshake, and nothing of standard error. `exec`
 * keeps one process: a child that is left behind would hold Terraform's pipes. The user's NODE_OPTIONS are for other
 * programs, and what they load could print before the handshake.
 */
const LAUNCHER = `#!/bin/sh
unset NODE_OPTIONS
command -v node >/dev/null 2>&1 || {
  echo 'The provider daypass needs Node.js 20.19 or newer, and there is no "node" on PATH.'
  exit 1
}
[ -n "\${NODE_COMPILE_CACHE-}" ] || [ -z "\${HOME-}" ] || export NODE_COMPILE_CACHE="\${XDG_CACHE_HOME:-$HOME/.cache}/daypass/node"
exec node "\${0%/*}/main.mjs"
`

/**
 * Bundles the Terraform provider into a directory, which as a whole is what `terraform.d/plugins` links to: the
 * program that Terraform starts, `main.mjs`, and chunks, of which the domain and the SDK's clients are loaded on first
 * use. (Measured: ES modules in chunks start as fast as one CommonJS file of what the start needs, and 5 to 10 ms
 * faster than one of everything.)
 */
export async function buildProvider(outdir = `${root}/dist/provider`): Promise<void> {
  await rm(outdir, { recursive: true, force: true })
  const { metafile } = await build({
    ...ES_MODULES,
    absWorkingDir: root,
    entryPoints: { main: 'provider/main.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    // Names stay, so that a stack trace can be read; 5 % less of a plan's time goes into reading code.
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [
      lazyBuiltins,
      englishOnly,
      yamlModules(root),
      leanSdk(root, ['assembly', 'aws', 'core', 'provider', 'state']),
    ],
    legalComments: 'external',
    metafile: true,
  })
  await writeFile(`${outdir}/${PROVIDER_PROGRAM}`, LAUNCHER)
  await chmod(`${outdir}/${PROVIDER_PROGRAM}`, 0o755)
  // No `package.json` of the user's project says how the files are to be read.
  await writeFile(`${outdir}/package.json`, '{ "type": "module" }\n')
  await writeFile(`${outdir}/LICENSES.txt`, await licensesOf(root, metafile))
}
