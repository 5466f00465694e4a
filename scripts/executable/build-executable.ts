import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import manifest from '../../package.json' with { type: 'json' }
import { FOR_NODE } from '../bundle/for-node.ts'
import { leanSdk } from '../bundle/lean-sdk.ts'
import { licensesOf } from '../licenses-of.ts'
import type { FetchedNode } from './node26.ts'

/** With what an executable is made, and where. */
export interface ExecutableOrder {
  /** The checkout. */
  readonly root: string
  /** A Node 26 for that platform, and the one that makes the executable. */
  readonly node: FetchedNode
  /** As Terraform calls it, such as `linux_amd64`. */
  readonly platform: string
  /** The folder for the executable and the licences of what is inside. */
  readonly outdir: string
}

/** The name under which the registry wants a provider. */
function nameFor(platform: string): string {
  return `terraform-provider-daypass_v${manifest.version}${platform.startsWith('windows_') ? '.exe' : ''}`
}

/**
 * Makes the provider a single executable, with Node inside, and answers its path. For this machine it carries V8's compiled code;
 * for another it cannot, and each start takes 50 ms more.
 */
export async function buildExecutable(order: ExecutableOrder): Promise<string> {
  const { root, node, platform, outdir } = order
  const run = promisify(execFile)
  const output = join(outdir, nameFor(platform))
  await rm(outdir, { recursive: true, force: true })
  await mkdir(outdir, { recursive: true })
  const scratch = await mkdtemp(join(tmpdir(), 'daypass-executable-'))
  try {
    const main = join(scratch, 'main.cjs')
    const licenses = await bundle(root, main)
    const settings = join(scratch, 'settings.json')
    await writeFile(settings, JSON.stringify(settingsFor(order, main, output)))
    await run(node.maker, ['--build-sea', settings])
    // An executable that was changed has lost its signature, and macOS starts none without.
    if (process.platform === 'darwin') await run('codesign', ['--force', '--sign', '-', output])
    await writeFile(join(outdir, 'LICENSES.txt'), licenses)
    await cp(join(node.maker, '../../LICENSE'), join(outdir, 'LICENSE-node.txt'))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  return output
}

/**
 * Source: https://nodejs.org/api/single-executable-applications.html
 */
function settingsFor({ node }: ExecutableOrder, main: string, output: string) {
  return {
    main,
    mainFormat: 'commonjs',
    output,
    executable: node.program,
    disableExperimentalSEAWarning: true,
    useCodeCache: node.program === node.maker,
    // The user's NODE_OPTIONS are for other programs.
    execArgvExtension: 'none',
  }
}

/** One file of CommonJS: compiled code can be kept for that alone, if nothing is imported later. */
async function bundle(root: string, outfile: string): Promise<string> {
  const { metafile } = await build({
    ...FOR_NODE,
    absWorkingDir: root,
    entryPoints: ['scripts/executable/main.ts'],
    outfile,
    format: 'cjs',
    target: 'node26',
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [leanSdk(root, ['assembly', 'aws', 'core', 'provider', 'state'])],
    legalComments: 'none',
    metafile: true,
  })
  const notice = await readFile(join(root, 'NOTICE'), 'utf8')
  return `${notice}\n${await licensesOf(root, metafile)}`
}
