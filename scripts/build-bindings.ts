import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Compiles the bindings for CDKTF and CDK Terrain into the folders `cdktf` and `cdktn`, with settings of their own: what
 * the generators write does not hold ours, and what ships as JavaScript asks nothing of a user's compiler.
 */
export async function buildBindings(outdir = `${root}/dist`): Promise<void> {
  const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
  const settings = `${root}/provider/tsconfig.bindings.json`
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', settings, '--outDir', outdir])
  } catch (cause) {
    const said = cause instanceof Error && 'stdout' in cause ? String(cause.stdout) : ''
    throw new Error(`the bindings do not compile:\n${said}`, { cause })
  }
  // The package is one of ES modules, and these are CommonJS, as what they extend.
  for (const kit of ['cdktf', 'cdktn']) {
    await cp(`${root}/provider/${kit}/package.json`, `${outdir}/${kit}/package.json`)
  }
}
